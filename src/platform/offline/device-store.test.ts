import 'fake-indexeddb/auto';
import { deleteDB } from 'idb';
import { expect, test, vi } from 'vitest';
import { newId } from '#platform/ids.ts';
import { DeviceStore, holderOf, keepDraft, outgoingOf, partOf, submit, watchHeld } from './device-store.ts';
import { throwAway } from './outbox.ts';

const amina = { id: newId(), name: 'Amina' };
const command = (id = newId()) => ({
  id,
  kind: 'attendance',
  person: amina.id,
  madeAt: '2026-11-22T08:00:00.000Z',
  payload: {},
  label: 'A sheet'
});

test('a device that Dexie filled keeps what it holds, and what it has yet to send', async () => {
  const name = `device-${newId()}`;
  const sheet = command();
  await filledByDexie(name, sheet);
  const store = new DeviceStore(name);
  expect((await holderOf(store))?.person).toEqual(amina);
  expect(await partOf(store, 'attendance')).toEqual(['Baraka']);
  await submit(store, sheet);
  await submit(store, command());
  expect((await outgoingOf(store)).map(({ order }) => order)).toEqual([1, 2]);
  await deleteDB(name);
});

test('every window sees what another one did', async () => {
  const name = `device-${newId()}`;
  const [here, there] = [new DeviceStore(name), new DeviceStore(name)];
  const seen = { here: 0, there: 0 };
  const trouble = vi.fn();
  const stop = [
    watchHeld(here, ({ outgoing }) => (seen.here = outgoing.length), trouble),
    watchHeld(there, ({ outgoing }) => (seen.there = outgoing.length), trouble)
  ];
  const made = command();
  await submit(here, made);
  await expect.poll(() => seen).toEqual({ here: 1, there: 1 });
  await throwAway(there, made.id);
  await expect.poll(() => seen).toEqual({ here: 0, there: 0 });
  for (const each of stop) each();
  expect(trouble).not.toHaveBeenCalled();
  await deleteDB(name);
});

test('a change that fails half-way has changed nothing', async () => {
  const store = new DeviceStore(`device-${newId()}`);
  await keepDraft(store, 'sheet', 1);
  const failing = store.change(['drafts'], async (step) => {
    await step.objectStore('drafts').delete('sheet');
    throw new Error('the battery died');
  });
  await expect(failing).rejects.toThrow('the battery died');
  expect(await (await store.open()).count('drafts')).toBe(1);
  await deleteDB(store.name);
});

test('a store whose memory was taken away opens again', async () => {
  const store = new DeviceStore(`device-${newId()}`);
  await submit(store, command());
  await deleteDB(store.name);
  expect(await outgoingOf(store)).toEqual([]);
  await deleteDB(store.name);
});

// Dexie's `version(1).stores({ holders: 'key', parts: 'name', drafts: 'key', outgoing: '++order, &id, person' })`.
function filledByDexie(name: string, sheet: object): Promise<void> {
  const asked = indexedDB.open(name, 10);
  asked.onupgradeneeded = () => {
    const made = asked.result;
    const holders = made.createObjectStore('holders', { keyPath: 'key' });
    const parts = made.createObjectStore('parts', { keyPath: 'name' });
    made.createObjectStore('drafts', { keyPath: 'key' });
    const outgoing = made.createObjectStore('outgoing', { keyPath: 'order', autoIncrement: true });
    outgoing.createIndex('id', 'id', { unique: true, multiEntry: false });
    outgoing.createIndex('person', 'person', { unique: false, multiEntry: false });
    holders.put({ key: 'holder', person: amina });
    parts.put({ name: 'attendance', hash: 'a', data: ['Baraka'] });
    outgoing.add({ ...sheet, state: 'waiting' });
  };
  return new Promise((resolve, reject) => {
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      asked.result.close();
      resolve();
    };
  });
}
