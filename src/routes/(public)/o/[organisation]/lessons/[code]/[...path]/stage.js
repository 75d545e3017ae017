/**
 * The stage on which a package plays, at the lessons' own address. It holds the runtime where a package looks for it, in the
 * window above its own, and tells Trellis's page, a stranger to it, what the package says. It knows no secret: whatever is
 * here, the package's script could read.
 */
import * as runtime from './runtime.js';

const ours = document.documentElement.dataset.ours;
const tell = (message) => parent.postMessage(message, ours);

addEventListener('message', ({ data, source, origin }) => {
  if (source !== parent || origin !== ours) return;
  if (data.say === 'begin' && !playing) playing = play(data);
  if (data.say === 'end') playing?.end(data.step);
});
tell({ say: 'ready' });

let playing = null;

function play({ edition, href, cmi, items, ways, content = '../content/' }) {
  const api = runtimeFor(edition, items);
  if (ways) for (const way of ['continue', 'previous']) api.adl.nav.request_valid[way] = String(ways[way]);
  api.loadFromJSON(cmi, 'cmi');
  window[edition === '1.2' ? 'API' : 'API_1484_11'] = api;

  // A script sets many values in one breath; they leave together. What it asks to be kept leaves at once.
  let waiting = null;
  const report = (say = 'report', step) => {
    clearTimeout(waiting);
    waiting = null;
    tell({ say, step, cmi: JSON.parse(JSON.stringify(api.cmi)) });
  };
  const reportSoon = () => (waiting ??= setTimeout(report, 400));
  for (const event of ['LMSSetValue', 'SetValue']) api.on(event, reportSoon);
  for (const event of ['LMSCommit', 'Commit', 'LMSFinish', 'Terminate']) api.on(event, () => report());
  // A script that asks to go on, or back, is taken there once it has ended.
  let step = '';
  api.on('SetValue.adl.nav.request', (name, asked) => (step = ways && asked !== '_none_' ? asked : ''));
  api.on('Terminate', () => step && end(step));
  addEventListener('pagehide', () => waiting !== null && report());

  const frame = document.createElement('iframe');
  frame.title = document.title;
  frame.src = `${content}${href}`;
  document.body.append(frame);

  // Leaving the content's page is its script's moment for last words.
  let ending = false;
  function end(to) {
    if (ending) return;
    ending = true;
    frame.addEventListener('load', () => report('ended', to));
    frame.src = 'about:blank';
  }
  return { end };
}

function runtimeFor(edition, scoItemIds) {
  const Runtime = edition === '1.2' ? runtime.Scorm12API : runtime.Scorm2004API;
  return new Runtime({ autocommit: false, lmsCommitUrl: false, selfReportSessionTime: true, scoItemIds });
}
