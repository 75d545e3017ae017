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
const kept = [...immutable.map(({ path }) => path), ...assets.map(({ path }) => path)];

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
      for (const name of await caches.keys())
        if (name !== shelf && name !== filesShelf) await caches.delete(name);
      await self.clients.claim();
    })()
  );
});

self.addEventListener('fetch', (event) => {
  const { method, url, mode } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate' && pathname === page) event.respondWith(keptOrFetched(page, true));
  else if (kept.includes(pathname)) event.respondWith(keptOrFetched(pathname));
  else if (shown.includes(event.request.destination)) event.respondWith(keptFile(event.request));
});

async function keptFile(request: Request): Promise<Response> {
  const found = await (await caches.open(filesShelf)).match(request.url);
  return found ? partOf(found, request.headers.get('range')) : fetch(request);
}

/** From the shelf at once. A page is fetched again behind the reader's back, so that language and colours follow. */
async function keptOrFetched(path: string, renew = false): Promise<Response> {
  const cache = await caches.open(shelf);
  const found = await cache.match(path);
  const fetched = () =>
    fetch(path).then(async (response) => {
      if (response.ok) await cache.put(path, response.clone());
      return response;
    });
  if (!found) return fetched();
  if (renew) void fetched().catch(() => null);
  return found;
}
