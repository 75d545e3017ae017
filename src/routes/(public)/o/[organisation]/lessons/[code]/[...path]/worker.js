/**
 * Answers for packages that a device has kept. It holds the stage itself, word for word, and asks for every part of a package
 * the page that holds the stage; it keeps nothing, so that no package can leave anything here for another. `policy` and `parts`
 * stand above these lines.
 */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const here = new URL('./', self.location.href).href;
  const { origin, pathname } = new URL(event.request.url);
  const asked = `${origin}${pathname}`;
  event.respondWith(answerFor(asked.startsWith(here) ? asked.slice(here.length) : '', event.request));
});

const types = { html: 'text/html; charset=utf-8', js: 'text/javascript' };

async function answerFor(name, request) {
  if (name in parts) return answer(parts[name], types[name.split('.').at(-1)]);
  const [, key, path] = /^content\/([\w-]+)\/(.+)$/.exec(name) ?? [];
  const part = key && (await partOf(key, decodeURIComponent(path)));
  return part ? pieceOf(part, request.headers.get('range')) : answer('', 'text/plain', 404);
}

const answer = (body, type, status = 200, headers = {}) =>
  new Response(body, {
    status,
    headers: {
      'content-type': type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      ...headers
    }
  });

// Players ask for pieces.
function pieceOf({ type, bytes }, range) {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return answer(bytes, type);
  const last = Math.min(to ? Number(to) : Infinity, bytes.byteLength - 1);
  const headers = { 'content-range': `bytes ${from}-${last}/${bytes.byteLength}` };
  return answer(bytes.slice(Number(from), last + 1), type, 206, headers);
}

const patienceMilliseconds = 20_000;

/** From the page that opened this package; its key stands in the address of the stage it holds. */
async function partOf(key, path) {
  const windows = await self.clients.matchAll({ type: 'window' });
  const stage = windows.find(({ url }) => new URL(url).search === `?key=${key}`);
  if (!stage) return null;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, patienceMilliseconds, null);
    stage.postMessage({ say: 'part', path }, [port2]);
  });
}
