/** What a device keeps while it has no signal, in its browser's own database. One person at a time is shown. */
import Dexie, { type Table } from 'dexie';
import { forgetFiles } from './device-files.ts';
import type { FieldCommand, FieldPack } from './field-command.ts';

/** A command on its way. A refused one stays, with the words why, until its maker puts it right or throws it away. */
export type Outgoing = FieldCommand & {
  order?: number;
  state: 'waiting' | 'refused';
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

export class DeviceStore extends Dexie {
  declare holders: Table<Holder & { key: 'holder' }, string>;
  declare parts: Table<Part, string>;
  declare drafts: Table<Draft, string>;
  declare outgoing: Table<Outgoing, number>;

  constructor(name = 'trellis-field') {
    super(name);
    this.version(1).stores({
      holders: 'key',
      parts: 'name',
      drafts: 'key',
      outgoing: '++order, &id, person'
    });
  }
}

export async function holderOf(store: DeviceStore): Promise<Holder | null> {
  return (await store.holders.get('holder')) ?? null;
}

/** Whether what the device holds may be shown: its lease has not run out. */
export function isOpen(holder: Holder | null, at: Date): holder is Holder {
  return holder !== null && Date.parse(holder.lease.until) > at.getTime();
}

/**
 * Takes in a new pack. What the server says we have already is kept; what it no longer names is forgotten. Another person's
 * parts and drafts go, their unsent commands stay until they are back.
 */
export async function takeIn(store: DeviceStore, pack: FieldPack, at: Date): Promise<void> {
  await store.transaction('rw', store.holders, store.parts, store.drafts, async () => {
    const before = await holderOf(store);
    if (before && before.person.id !== pack.person.id)
      await Promise.all([store.parts.clear(), store.drafts.clear()]);
    const token = pack.lease.token ?? before!.lease.token;
    await store.holders.put({
      key: 'holder',
      person: pack.person,
      organisation: pack.organisation,
      lease: { until: pack.lease.until, token },
      takenAt: at.toISOString()
    });
    const named = pack.parts.map(({ name }) => name);
    await store.parts.where('name').noneOf(named).delete();
    for (const { name, hash, data } of pack.parts)
      if (data !== undefined) await store.parts.put({ name, hash, data });
  });
}

/** The hashes of what the device has, for asking only for the rest. Nothing of another person's counts. */
export async function hashesOf(store: DeviceStore): Promise<string[]> {
  return (await store.parts.toArray()).map(({ hash }) => hash);
}

export async function partOf<Data>(store: DeviceStore, name: string): Promise<Data | null> {
  return ((await store.parts.get(name))?.data as Data | undefined) ?? null;
}

/** Keeps what is being typed, at every change. */
export async function keepDraft(store: DeviceStore, key: string, value: unknown): Promise<void> {
  await store.drafts.put({ key, value });
}

export async function draftOf<Value>(store: DeviceStore, key: string): Promise<Value | null> {
  return ((await store.drafts.get(key))?.value as Value | undefined) ?? null;
}

/** Puts a command among what is to be sent, and ends its draft, in one step: it is never in neither place. */
export async function submit(
  store: DeviceStore,
  command: Omit<Outgoing, 'state' | 'order'>,
  draft?: string
): Promise<void> {
  await store.transaction('rw', store.outgoing, store.drafts, async () => {
    if (!(await store.outgoing.get({ id: command.id })))
      await store.outgoing.add({ ...command, state: 'waiting' });
    if (draft) await store.drafts.delete(draft);
  });
}

export async function forgetEverything(store: DeviceStore): Promise<void> {
  await forgetFiles();
  await store.delete();
  await store.open();
}
