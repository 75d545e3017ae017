import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { deleteDB } from 'idb';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import {
  DeviceStore,
  draftOf,
  holderOf,
  isOpen,
  isUnsent,
  keepDraft,
  outgoingOf,
  partOf,
  submit,
  takeIn
} from './device-store.ts';
import type { FieldAnswer, FieldCommand, FieldPack } from './field-command.ts';
import { sendAgain, sendWaiting, throwAway } from './outbox.ts';

const amina = newId();
const command = (label = 'A sheet', payload: unknown = {}) => ({
  id: newId(),
  kind: 'attendance',
  person: amina,
  madeAt: '2026-11-22T08:00:00.000Z',
  payload,
  label
});

async function onDevice<T>(work: (store: DeviceStore) => Promise<T>): Promise<T> {
  const store = new DeviceStore(`device-${newId()}`);
  try {
    return await work(store);
  } finally {
    await deleteDB(store.name);
  }
}

test('whatever the network does to each message, every command is done once and none is lost', async () => {
  // What may befall a message: it arrives and so does its answer; it never arrives; it arrives and the answer is lost.
  const fate = fc.constantFrom('arrives', 'is-lost', 'answer-is-lost');
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(fate, { maxLength: 30 }), (count, fates) =>
      onDevice(async (store) => {
        const done: string[] = [];
        const post = async ({ id }: FieldCommand): Promise<FieldAnswer> => {
          const fate = fates.shift() ?? 'arrives';
          if (fate === 'is-lost') throw new Error('no signal');
          if (!done.includes(id)) done.push(id);
          if (fate === 'answer-is-lost') throw new Error('no signal');
          return { outcome: 'done' };
        };
        const made = Array.from({ length: count }, () => command());
        for (const each of made) await submit(store, each);
        let rounds = 0;
        while ((await sendWaiting(store, post)).noAnswer) expect(++rounds).toBeLessThan(40);
        expect(done).toEqual(made.map(({ id }) => id));
        expect(await unsentOn(store)).toEqual([]);
      })
    ),
    { numRuns: 60 }
  );
});

test('a draft is among what is to be sent, or still a draft, and never neither', () =>
  onDevice(async (store) => {
    await keepDraft(store, 'sheet', { present: 3 });
    expect(await draftOf(store, 'sheet')).toEqual({ present: 3 });
    const made = command();
    await submit(store, made, 'sheet');
    await submit(store, made, 'sheet');
    expect(await draftOf(store, 'sheet')).toBeNull();
    expect(await outgoingOf(store)).toHaveLength(1);
  }));

test('what is refused stays with its words until it is put right or thrown away', () =>
  onDevice(async (store) => {
    const wrong = command('Wrong');
    const right = command('Right');
    await submit(store, wrong);
    await submit(store, right);
    const post = async ({ id, payload }: FieldCommand): Promise<FieldAnswer> =>
      id === wrong.id && payload !== 'mended'
        ? { outcome: 'refused', words: 'Not begun yet.' }
        : { outcome: 'done' };
    expect(await sendWaiting(store, post)).toMatchObject({ sent: 1, refused: 1 });
    expect(await unsentOn(store)).toMatchObject([
      { id: wrong.id, state: 'refused', words: 'Not begun yet.' }
    ]);
    await sendAgain(store, wrong.id, 'mended');
    expect(await sendWaiting(store, post)).toMatchObject({ sent: 1 });

    await submit(store, command());
    await throwAway(store, (await unsentOn(store))[0]!.id);
    expect(await unsentOn(store)).toEqual([]);
  }));

test('what was sent is still to be seen until the pack tells of it, also when the signal went in between', () =>
  onDevice(async (store) => {
    await takeIn(store, pack(amina, [{ name: 'attendance', hash: 'a', data: ['Baraka'] }]), new Date());
    const [sent, waiting] = [command('Sent'), command('Waiting')];
    await submit(store, sent);
    await sendWaiting(store, async () => ({ outcome: 'done' }));
    await submit(store, waiting);
    expect((await outgoingOf(store)).map(({ label, state }) => [label, state])).toEqual([
      ['Sent', 'sent'],
      ['Waiting', 'waiting']
    ]);
    await takeIn(store, pack(amina, [{ name: 'attendance', hash: 'b', data: [] }]), new Date());
    expect((await outgoingOf(store)).map(({ label }) => label)).toEqual(['Waiting']);
  }));

test('somebody who left hands in what they wrote, and the device then forgets everything', () =>
  onDevice(async (store) => {
    await takeIn(store, pack(amina, [{ name: 'attendance', hash: 'a', data: ['Baraka'] }]), new Date());
    await submit(store, command());
    await submit(store, command());
    const answers: FieldAnswer[] = [
      { outcome: 'set-aside', forget: true },
      { outcome: 'set-aside', forget: true }
    ];
    expect(await sendWaiting(store, async () => answers.shift()!)).toMatchObject({ forgotten: true });
    expect(await holderOf(store)).toBeNull();
    expect(await partOf(store, 'attendance')).toBeNull();
  }));

test('a device forgets the other person’s things when somebody else takes it, but not what they have yet to send', () =>
  onDevice(async (store) => {
    await takeIn(store, pack(amina, [{ name: 'attendance', hash: 'a', data: ['Baraka'] }]), new Date());
    await keepDraft(store, 'sheet', 1);
    await submit(store, command());
    await takeIn(store, pack(newId(), [{ name: 'courses', hash: 'c', data: [] }]), new Date());
    expect(await partOf(store, 'attendance')).toBeNull();
    expect(await draftOf(store, 'sheet')).toBeNull();
    expect(await outgoingOf(store)).toHaveLength(1);
  }));

test('a part the server did not send again is kept; one it no longer names is forgotten', () =>
  onDevice(async (store) => {
    await takeIn(
      store,
      pack(amina, [
        { name: 'attendance', hash: 'a', data: 1 },
        { name: 'courses', hash: 'c', data: 2 }
      ]),
      new Date()
    );
    await takeIn(
      store,
      { ...pack(amina, [{ name: 'attendance', hash: 'a' }]), lease: { until: soon } },
      new Date()
    );
    expect(await partOf(store, 'attendance')).toBe(1);
    expect(await partOf(store, 'courses')).toBeNull();
    expect((await holderOf(store))?.lease.token).toBe('token');
  }));

test('a device that was offline too long shows nothing', () =>
  onDevice(async (store) => {
    await takeIn(store, pack(amina, []), new Date());
    const holder = await holderOf(store);
    expect(isOpen(holder, new Date('2026-11-24T00:00:00Z'))).toBe(true);
    expect(isOpen(holder, new Date('2026-11-26T00:00:00Z'))).toBe(false);
    expect(isOpen(null, new Date())).toBe(false);
  }));

const unsentOn = async (store: DeviceStore) => (await outgoingOf(store)).filter(isUnsent);

const soon = '2026-11-25T00:00:00.000Z';
function pack(person: string, parts: FieldPack['parts']): FieldPack {
  return {
    person: { id: person, name: 'Amina' },
    organisation: { name: 'Umoja', timeZone: 'Africa/Nairobi' },
    lease: { until: soon, token: 'token' },
    parts
  };
}
