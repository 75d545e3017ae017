/** What a device keeps while it has no signal, in its browser's own database. One person at a time is shown. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { forgetFiles } from './device-files.ts';
import type { FieldCommand, FieldPack } from './field-command.ts';

/**
 * A command on its way. A refused one stays, with the words why, until its maker puts it right or throws it away. One that was
 * sent stays until the next pack tells of it: in between, what was written would seem lost.
 */
export type Outgoing = FieldCommand & {
  order?: number;
  state: 'waiting' | 'refused' | 'sent';
  words?: string;
  /** What to call it in the list of what is unsent. */
  label: string;
};
export type Holder = Pick<FieldPack, 'person' | 'organisation'> & {
  lease: { until: string; token: string };
  takenAt: string;
};
type Part = { name: string; hash: string; data: unknown };
type Draft = { key: string; value: unknown };

interface Shelves extends DBSchema {
  holders: { key: string; value: Holder & { key: 'holder' } };
  parts: { key: string; value: Part };
  drafts: { key: string; value: Draft };
  outgoing: { key: number; value: Outgoing; indexes: { id: string; person: string } };
}
type Shelf = StoreNames<Shelves>;

// Dexie, which made this database on the first devices, multiplied its versions by ten.
const version = 10;

export class DeviceStore {
  readonly name: string;
  #opened?: Promise<IDBPDatabase<Shelves>>;

  constructor(name = 'trellis-field') {
    this.name = name;
  }

  /** The open database. After a failure, or once the browser has closed it, the next call tries anew. */
  open(): Promise<IDBPDatabase<Shelves>> {
    const closed = () => (this.#opened = undefined);
    this.#opened ??= openDB<Shelves>(this.name, version, {
      upgrade: makeShelves,
      // Another window deletes it, or has a newer version: holding on would keep that one waiting for ever.
      blocking: (_, __, event) => {
        closed();
        (event.target as IDBDatabase).close();
      },
      terminated: closed
    });
    this.#opened.catch(closed);
    return this.#opened;
  }

  /** Changes these shelves in one step, wholly or not at all; then tells those who watch, in every window. */
  async change<Names extends Shelf, Result>(
    shelves: Names[],
    work: (step: IDBPTransaction<Shelves, Names[], 'readwrite'>) => Promise<Result>
  ): Promise<Result> {
    const step = (await this.open()).transaction(shelves, 'readwrite');
    const worked = work(step).catch((failure) => {
      step.abort();
      throw failure;
    });
    const [result] = await Promise.all([worked, step.done]);
    tell(this.name, shelves);
    return result;
  }

  /** Calls after every change of these shelves, whichever window made it. Returns how to stop. */
  watch(shelves: Shelf[], changed: () => void): () => void {
    const channel = new BroadcastChannel(this.name);
    channel.onmessage = ({ data }: MessageEvent<Shelf[]>) => {
      if (data.some((shelf) => shelves.includes(shelf))) changed();
    };
    return () => channel.close();
  }
}

function makeShelves(database: IDBPDatabase<Shelves>): void {
  database.createObjectStore('holders', { keyPath: 'key' });
  database.createObjectStore('parts', { keyPath: 'name' });
  database.createObjectStore('drafts', { keyPath: 'key' });
  const outgoing = database.createObjectStore('outgoing', { keyPath: 'order', autoIncrement: true });
  outgoing.createIndex('id', 'id', { unique: true });
  outgoing.createIndex('person', 'person');
}

// Nobody hears themselves on a channel. With one for each telling, the window that made the change hears of it, too.
function tell(name: string, shelves: Shelf[]): void {
  const channel = new BroadcastChannel(name);
  channel.postMessage(shelves);
  channel.close();
}

/** All that the field kit shows, as it was at one moment. */
export type Held = { holder: Holder | null; outgoing: Outgoing[]; parts: Record<string, unknown> };

/** Reads what the device holds, now and after every change. Returns how to stop. */
export function watchHeld(
  store: DeviceStore,
  seen: (held: Held) => void,
  trouble: (failure: unknown) => void
): () => void {
  // One after the other, so that an earlier answer never comes last.
  let looking = Promise.resolve();
  const look = () => {
    looking = looking.then(() => heldBy(store)).then(seen, trouble);
  };
  look();
  return store.watch(['holders', 'parts', 'outgoing'], look);
}

async function heldBy(store: DeviceStore): Promise<Held> {
  const moment = (await store.open()).transaction(['holders', 'parts', 'outgoing']);
  const [holder, parts, outgoing] = await Promise.all([
    moment.objectStore('holders').get('holder'),
    moment.objectStore('parts').getAll(),
    moment.objectStore('outgoing').getAll()
  ]);
  return {
    holder: holder ?? null,
    outgoing,
    parts: Object.fromEntries(parts.map(({ name, data }) => [name, data]))
  };
}

export async function holderOf(store: DeviceStore): Promise<Holder | null> {
  return (await (await store.open()).get('holders', 'holder')) ?? null;
}

/** Whether what the device holds may be shown: its lease has not run out. */
export function isOpen(holder: Holder | null, at: Date): holder is Holder {
  return holder !== null && Date.parse(holder.lease.until) > at.getTime();
}

/**
 * Takes in a new pack. What the server says we have already is kept; what it no longer names is forgotten, and so is what was sent:
 * the pack tells of it. Another person's parts and drafts go, their unsent commands stay until they are back.
 */
export async function takeIn(store: DeviceStore, pack: FieldPack, at: Date): Promise<void> {
  await store.change(['holders', 'parts', 'drafts', 'outgoing'], async (step) => {
    const outgoing = step.objectStore('outgoing');
    for (const { state, order } of await outgoing.getAll())
      if (state === 'sent') await outgoing.delete(order!);
    const holders = step.objectStore('holders');
    const parts = step.objectStore('parts');
    const before = await holders.get('holder');
    if (before && before.person.id !== pack.person.id)
      await Promise.all([parts.clear(), step.objectStore('drafts').clear()]);
    const token = pack.lease.token ?? before!.lease.token;
    await holders.put({
      key: 'holder',
      person: pack.person,
      organisation: pack.organisation,
      lease: { until: pack.lease.until, token },
      takenAt: at.toISOString()
    });
    const named = pack.parts.map(({ name }) => name);
    for (const name of await parts.getAllKeys()) if (!named.includes(name)) await parts.delete(name);
    for (const { name, hash, data } of pack.parts)
      if (data !== undefined) await parts.put({ name, hash, data });
  });
}

/** The hashes of what the device has, for asking only for the rest. Nothing of another person's counts. */
export async function hashesOf(store: DeviceStore): Promise<string[]> {
  return (await (await store.open()).getAll('parts')).map(({ hash }) => hash);
}

export async function partOf<Data>(store: DeviceStore, name: string): Promise<Data | null> {
  return ((await (await store.open()).get('parts', name))?.data as Data | undefined) ?? null;
}

/** Keeps what is being typed, at every change. */
export async function keepDraft(store: DeviceStore, key: string, value: unknown): Promise<void> {
  await store.change(['drafts'], (step) => step.objectStore('drafts').put({ key, value }));
}

export async function draftOf<Value>(store: DeviceStore, key: string): Promise<Value | null> {
  return ((await (await store.open()).get('drafts', key))?.value as Value | undefined) ?? null;
}

/** Every draft whose key begins so. */
export async function draftsUnder<Value>(
  store: DeviceStore,
  beginning: string
): Promise<{ key: string; value: Value }[]> {
  const drafts = await (await store.open()).getAll('drafts');
  return drafts.filter(({ key }) => key.startsWith(beginning)) as { key: string; value: Value }[];
}

/** The keys of what was begun here and not handed in. */
export async function draftKeys(store: DeviceStore): Promise<string[]> {
  return (await store.open()).getAllKeys('drafts');
}

export async function dropDrafts(store: DeviceStore, ...keys: string[]): Promise<void> {
  await store.change(['drafts'], async (step) => {
    for (const key of keys) await step.objectStore('drafts').delete(key);
  });
}

/** Puts a command among what is to be sent, and ends its drafts, in one step: it is never in neither place. */
export async function submit(
  store: DeviceStore,
  command: Omit<Outgoing, 'state' | 'order'>,
  ...drafts: string[]
): Promise<void> {
  await store.change(['outgoing', 'drafts'], async (step) => {
    const outgoing = step.objectStore('outgoing');
    const before = await outgoing.index('id').get(command.id);
    if (!before) await outgoing.add({ ...command, state: 'waiting' });
    // Put right, and on its way again.
    else if (before.state === 'refused')
      await outgoing.put({ ...command, order: before.order, state: 'waiting' });
    for (const draft of drafts) await step.objectStore('drafts').delete(draft);
  });
}

export const isUnsent = ({ state }: Outgoing) => state !== 'sent';

/** What was made here and is not in the pack yet, in the order it was made. */
export async function outgoingOf(store: DeviceStore): Promise<Outgoing[]> {
  return (await store.open()).getAll('outgoing');
}

/** Changes what is among the outgoing, if it is still there. Given nothing back, it goes. */
export async function changeOutgoing(
  store: DeviceStore,
  id: string,
  change: (outgoing: Outgoing) => Outgoing | null
): Promise<void> {
  await store.change(['outgoing'], async (step) => {
    const outgoing = step.objectStore('outgoing');
    const found = await outgoing.index('id').get(id);
    const changed = found && change(found);
    if (changed) await outgoing.put(changed);
    else if (found) await outgoing.delete(found.order!);
  });
}

export async function forgetEverything(store: DeviceStore): Promise<void> {
  await forgetFiles();
  await store.change(['holders', 'parts', 'drafts', 'outgoing'], async (step) => {
    for (const shelf of step.objectStoreNames) await step.objectStore(shelf).clear();
  });
}
