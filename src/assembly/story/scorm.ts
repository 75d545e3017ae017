/** Makes small SCORM packages, as an authoring tool does: for the story, and for tests. */
import { strToU8, zipSync } from 'fflate';

export type ScormEdition = '1.2' | '2004';
export type ScormItem = { identifier: string; title: string; href: string; inItem?: string };
export type Scorm = {
  edition: ScormEdition;
  title: string;
  items: ScormItem[];
  parts: Record<string, string>;
  /** What stands after the items: the order of the whole, in the standard's own words. */
  inOrganisation?: string;
  /** Rules that several items share by name. */
  collection?: string;
};

export function scormZip({ parts, ...described }: Scorm): Buffer {
  const files = { 'imsmanifest.xml': manifestOf(described), ...parts };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])))
  );
}

const names = {
  '1.2': {
    packaging: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2',
    adl: 'http://www.adlnet.org/xsd/adlcp_rootv1p2',
    version: '1.2',
    kind: 'scormtype'
  },
  '2004': {
    packaging: 'http://www.imsglobal.org/xsd/imscp_v1p1',
    adl: 'http://www.adlnet.org/xsd/adlcp_v1p3',
    version: '2004 4th Edition',
    kind: 'scormType'
  }
};

/** By the structure of IMS Content Packaging 1.1 with ADL's names. */
export function manifestOf({
  edition,
  title,
  items,
  inOrganisation = '',
  collection = ''
}: Omit<Scorm, 'parts'>): string {
  const { packaging, adl, version, kind } = names[edition];
  const listed = items.map(
    ({ identifier, title, inItem = '' }) =>
      `<item identifier="${identifier}" identifierref="r-${identifier}"><title>${title}</title>${inItem}</item>`
  );
  const resources = items.map(
    ({ identifier, href }) =>
      `<resource identifier="r-${identifier}" type="webcontent" adlcp:${kind}="sco" href="${href}"><file href="${href}"/></resource>`
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="package" version="1" xmlns="${packaging}" xmlns:adlcp="${adl}" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
  <metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
  <organizations default="all">
    <organization identifier="all"><title>${title}</title>${listed.join('')}${inOrganisation}</organization>
  </organizations>
  <resources>${resources.join('')}</resources>${collection}
</manifest>`;
}

/** A lesson of two pages and a question, that keeps its place and says how it went. */
export const countingToFive = (): Buffer =>
  scormZip({
    edition: '1.2',
    title: 'Counting to five',
    items: [{ identifier: 'pause', title: 'Counting to five', href: 'lesson/index.html' }],
    parts: { 'lesson/index.html': page, 'lesson/lesson.js': script, 'lesson/lesson.css': style }
  });

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Counting to five</title>
    <link rel="stylesheet" href="lesson.css">
    <script src="lesson.js" defer></script>
  </head>
  <body>
    <section>
      <h1>The pause</h1>
      <p>Somebody has just told you something heavy. Before you answer, count to five, and keep looking at them kindly.</p>
      <button type="button" data-to="1">Next</button>
    </section>
    <section hidden>
      <h1>What the pause says</h1>
      <p>It says: I have heard you, and I am still here. Most people then say the thing they came to say.</p>
      <button type="button" data-to="2">Next</button>
    </section>
    <section hidden>
      <h1>One question</h1>
      <p>They are silent, and you feel you must say something. What do you do?</p>
      <button type="button" data-score="100">Wait, and count once more</button>
      <button type="button" data-score="0">Tell them about my own loss</button>
      <p role="status"></p>
    </section>
  </body>
</html>`;

const script = `let above = window;
while (!above.API && above.parent !== above) above = above.parent;
const { API } = above;
API.LMSInitialize('');
if (API.LMSGetValue('cmi.core.lesson_status') === 'not attempted')
  API.LMSSetValue('cmi.core.lesson_status', 'incomplete');

const sections = [...document.querySelectorAll('section')];
const show = (at) => sections.forEach((section, index) => (section.hidden = index !== at));
show(Number(API.LMSGetValue('cmi.core.lesson_location') || 0));

document.addEventListener('click', ({ target }) => {
  const { to, score } = target.dataset;
  if (to) {
    show(Number(to));
    API.LMSSetValue('cmi.core.lesson_location', to);
  }
  if (score) {
    API.LMSSetValue('cmi.core.score.raw', score);
    API.LMSSetValue('cmi.core.lesson_status', score === '100' ? 'passed' : 'failed');
    document.querySelector('[role=status]').textContent =
      score === '100' ? 'Yes. Silence is not empty.' : 'Your story can wait. Open the lesson again to try once more.';
  }
  API.LMSCommit('');
});
const begun = performance.now();
const two = (value) => String(Math.floor(value)).padStart(2, '0');
addEventListener('pagehide', () => {
  const seconds = (performance.now() - begun) / 1000;
  API.LMSSetValue('cmi.core.session_time', two(seconds / 3600) + ':' + two((seconds / 60) % 60) + ':' + two(seconds % 60));
  if (API.LMSGetValue('cmi.core.lesson_status') === 'incomplete') API.LMSSetValue('cmi.core.exit', 'suspend');
  API.LMSFinish('');
});`;

const style = `body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 1.5rem auto; padding: 0 1rem; color: #1d2a22; background: #fdfcf8; }
button { font: inherit; padding: .6rem 1rem; margin: .3rem .3rem .3rem 0; border: 1px solid #2f6b47; border-radius: .4rem; background: #fff; color: #1f4d33; }`;

const notHeard = ['satisfied', 'objectiveStatusKnown']
  .map((what) => `<imsss:ruleCondition referencedObjective="before" operator="not" condition="${what}"/>`)
  .join('');
/** An order of two parts, the second only once the first is passed: what stands in each of them, and after both. */
export const secondAfterFirst = {
  inFirst:
    '<imsss:sequencing><imsss:objectives><imsss:primaryObjective objectiveID="own"><imsss:mapInfo targetObjectiveID="heard" writeSatisfiedStatus="true"/></imsss:primaryObjective></imsss:objectives></imsss:sequencing>',
  inSecond: `<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">${notHeard}</imsss:ruleConditions><imsss:ruleAction action="disabled"/></imsss:preConditionRule></imsss:sequencingRules><imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="before"><imsss:mapInfo targetObjectiveID="heard"/></imsss:objective></imsss:objectives></imsss:sequencing>`,
  inOrganisation: '<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>'
};

/** Two parts in an order of their own: the second opens once the first is done. */
export const firstThenSecond = (): Buffer =>
  scormZip({
    edition: '2004',
    title: 'A visit at home',
    items: [
      {
        identifier: 'door',
        title: 'At the door',
        href: 'door.html',
        inItem: secondAfterFirst.inFirst
      },
      {
        identifier: 'inside',
        title: 'Inside',
        href: 'inside.html',
        inItem: secondAfterFirst.inSecond
      }
    ],
    inOrganisation: secondAfterFirst.inOrganisation,
    parts: {
      'door.html': visit(
        'At the door',
        'Greet whoever opens, and ask whether this is a good moment. Say nothing of why you come while others listen.'
      ),
      'inside.html': visit(
        'Inside',
        'Sit where they ask you to sit. Leave while they would still like you to stay.'
      ),
      'visit.js': visitScript,
      'lesson.css': style
    }
  });

const visit = (title: string, words: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title}</title>
    <link rel="stylesheet" href="lesson.css">
    <script src="visit.js" defer></script>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${words}</p>
    <button type="button">I have read this</button>
    <p role="status"></p>
  </body>
</html>`;

const visitScript = `let above = window;
while (!above.API_1484_11 && above.parent !== above) above = above.parent;
const { API_1484_11: API } = above;
API.Initialize('');
document.querySelector('button').addEventListener('click', () => {
  API.SetValue('cmi.completion_status', 'completed');
  API.SetValue('cmi.success_status', 'passed');
  API.Commit('');
  document.querySelector('[role=status]').textContent = 'Done.';
});
addEventListener('pagehide', () => API.Terminate(''));`;
