/**
 * Before a kept package plays on a device: its worker is there to answer for it where there is no signal, and nothing of the
 * package before it is left at this address. What the worker is asked for, Trellis's page gives: it alone keeps the parts.
 */
const ours = document.documentElement.dataset.ours;

async function forget() {
  localStorage.clear();
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
  for (const name of await caches.keys()) await caches.delete(name);
  for (const cookie of document.cookie.split(';'))
    document.cookie = `${cookie.split('=')[0].trim()}=; max-age=0; path=${location.pathname}`;
}

async function workerReady() {
  const { serviceWorker } = navigator;
  await serviceWorker.register('worker.js', { scope: './' });
  if (!serviceWorker.controller)
    await new Promise((resolve) =>
      serviceWorker.addEventListener('controllerchange', resolve, { once: true })
    );
  serviceWorker.addEventListener('message', ({ data, ports }) => parent.postMessage(data, ours, [...ports]));
  serviceWorker.startMessages();
}

try {
  await forget();
  await workerReady();
  await import('./stage.js');
} catch {
  // A browser that gives strangers no room: nothing can be kept here.
  parent.postMessage({ say: 'no-room' }, ours);
}
