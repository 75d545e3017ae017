/// <reference no-default-lib="true"/>
/**
 * Makes the field kit open without a signal, and nothing else: it is registered for /field alone, so that no other page,
 * and no seeker's, leaves anything behind on the device. It keeps what that page needs, of some hundred files a few dozen: on a bad
 * connection somebody pays for each.
 */
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { version } from '$app/env';
import { filesShelf, partOf } from '#platform/offline/device-files.ts';
import { filesNeeded } from '#platform/offline/page-files.ts';

const shelf = `field-${version}`;
const page = '/field';
// What lessons show; a device may keep it beside its pack.
const shown = ['image', 'audio', 'video', 'track'];
const chunks = '/_app/immutable/';
const known = new Set([...immutable, ...assets].map(({ path }) => `/${path}`));

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const response = await fetch(page);
      if (!response.ok) throw new Error(`The page did not come: ${response.status}.`);
      await keep(response);
      await self.skipWaiting();
    })()
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await outdated()) await caches.delete(name);
      await self.clients.claim();
    })()
  );
});

// The version before this one stays: a window opened in its time still asks for its chunks, which the server has no more.
async function outdated(): Promise<string[]> {
  const others = (await caches.keys()).filter((name) => name !== shelf && name !== filesShelf);
  const whole = await Promise.all(others.map((name) => caches.match(page, { cacheName: name })));
  const before = others.findLast((_, index) => whole[index]);
  return others.filter((name) => name !== before);
}

self.addEventListener('fetch', (event) => {
  const { method, url, mode } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && pathname === page) event.respondWith(keptPage());
  else if (known.has(pathname) || pathname.startsWith(chunks)) event.respondWith(keptOrFetched(pathname));
  else if (shown.includes(event.request.destination)) event.respondWith(keptFile(event.request));
});

/** From the shelf at once, and fetched again behind the reader's back, so that language and colours follow. */
async function keptPage(): Promise<Response> {
  const found = await caches.match(page, { cacheName: shelf });
  const fetched = fetch(page).then(async (response) => {
    if (response.ok && (await isOfThisVersion(response.clone()))) await keep(response.clone());
    return response;
  });
  if (!found) return fetched;
  fetched.catch(() => null);
  return found;
}

/** Puts the page on the shelf, after all it needs: a page without its files would open to nothing. */
async function keep(response: Response): Promise<void> {
  const cache = await caches.open(shelf);
  const fileOf = async (path: string) => {
    const there = await cache.match(path);
    if (there) return there;
    // The version before may have it: a name says what is in it. A file with a lasting name is fetched.
    const file = (path.startsWith(chunks) && (await caches.match(path))) || (await fetch(path));
    if (!file.ok) throw new Error(`${path} did not come: ${file.status}.`);
    await cache.put(path, file.clone());
    return file;
  };
  const text = await response.clone().text();
  const needed = await filesNeeded({ address: page, text }, known, async (path) =>
    (await fileOf(path)).text()
  );
  await Promise.all(needed.map(fileOf));
  await cache.put(page, response);
}

// A newer page names chunks that this shelf has not: kept here, it would not open without a signal. Its own worker keeps it.
async function isOfThisVersion(response: Response): Promise<boolean> {
  const named = (await response.text()).matchAll(/_app\/immutable\/[\w./-]+/g);
  return [...named].every(([name]) => known.has(`/${name}`));
}

async function keptOrFetched(path: string): Promise<Response> {
  return (await caches.match(path, { cacheName: shelf })) ?? (await caches.match(path)) ?? fetch(path);
}

async function keptFile(request: Request): Promise<Response> {
  const found = await caches.match(request.url, { cacheName: filesShelf });
  return found ? partOf(found, request.headers.get('range')) : fetch(request);
}
