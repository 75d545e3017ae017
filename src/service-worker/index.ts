/// <reference no-default-lib="true"/>
/**
 * Makes the field kit open without a signal, and nothing else: it is registered for /field alone, so that no other page,
 * and no seeker's, leaves anything behind on the device.
 */
import { assets, immutable } from '$app/manifest';
import { self } from '$app/service-worker';
import { version } from '$app/env';
import { filesShelf, partOf } from '#platform/offline/device-files.ts';

const shelf = `field-${version}`;
const page = '/field';
// What lessons show; a device may keep it beside its pack.
const shown = ['image', 'audio', 'video', 'track'];
const chunks = '/_app/immutable/';
const kept = [...immutable, ...assets].map(({ path }) => `/${path}`);

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(shelf);
      await cache.addAll([...kept, page]);
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
  else if (kept.includes(pathname) || pathname.startsWith(chunks)) event.respondWith(keptOrFetched(pathname));
  else if (shown.includes(event.request.destination)) event.respondWith(keptFile(event.request));
});

/** From the shelf at once, and fetched again behind the reader's back, so that language and colours follow. */
async function keptPage(): Promise<Response> {
  const found = await caches.match(page, { cacheName: shelf });
  const fetched = fetch(page).then(async (response) => {
    if (response.ok && (await isOfThisVersion(response.clone())))
      await (await caches.open(shelf)).put(page, response.clone());
    return response;
  });
  if (!found) return fetched;
  fetched.catch(() => null);
  return found;
}

// A newer page names chunks that this shelf has not: kept here, it would not open without a signal. Its own worker keeps it.
async function isOfThisVersion(response: Response): Promise<boolean> {
  const named = (await response.text()).matchAll(/_app\/immutable\/[\w./-]+/g);
  return [...named].every(([name]) => kept.includes(`/${name}`));
}

async function keptOrFetched(path: string): Promise<Response> {
  return (await caches.match(path, { cacheName: shelf })) ?? (await caches.match(path)) ?? fetch(path);
}

async function keptFile(request: Request): Promise<Response> {
  const found = await caches.match(request.url, { cacheName: filesShelf });
  return found ? partOf(found, request.headers.get('range')) : fetch(request);
}
