import * as fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { moveClock } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import type { FieldCommand } from './index.ts';
import {
  defineFieldKind,
  defineFieldPart,
  openSetAside,
  pack,
  receive,
  receiveByLease,
  setAsideVisibleTo,
  settleSetAside
} from './index.server.ts';

const database = onDatabase();

// A kind whose only effect is to be counted.
beforeAll(() =>
  defineFieldKind({
    kind: 'test-mark',
    permission: 'attendance.mark',
    title: () => 'Test marks',
    payload: v.object({ note: v.string() }),
    inWords: async (_tx, { note }) => [{ label: 'Note', value: note }],
    run: async (tx, { id, payload }, person) => {
      if (payload.note === 'not yet') return 'Not begun.';
      await audit(tx, { action: 'test-mark.made', subject: person.id, thing: { kind: 'test', id } });
      return null;
    }
  })
);
let neededUntil: Date | null = null;
beforeAll(() =>
  defineFieldPart(
    'test-part',
    async (_tx, person) => (person.roles.includes('trainer') ? ['a', 'b'] : null),
    async () => neededUntil
  )
);

const mark = (person: Person, note = 'here'): FieldCommand => ({
  id: newId(),
  kind: 'test-mark',
  person: person.id,
  madeAt: '2026-05-01T08:00:00.000Z',
  payload: { note }
});

async function valley() {
  const place = await village(database);
  const tara = await place.person('Tara', 'trainer');
  const cora = await place.person('Cora', 'coordinator');
  const send = (command: FieldCommand, person = tara) =>
    place.as(person, (tx) => receive(tx, command, person));
  const marks = () =>
    place.asSystem((tx) =>
      tx.selectFrom('audit_entries').where('action', '=', 'test-mark.made').select('thing_id').execute()
    );
  const leave = (person: Person) =>
    place.asSystem((tx) =>
      tx.updateTable('memberships').set({ until: new Date() }).where('person_id', '=', person.id).execute()
    );
  const byLease = (command: FieldCommand, token: string) =>
    speakAs(database.database, { visitor: true, token }, (tx) => receiveByLease(tx, command));
  return { place, tara, cora, send, marks, leave, byLease };
}

test('several devices may send in any order, twice and at once: each command is done once', async () => {
  const { tara, send, marks } = await valley();
  let made = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }).chain((count) =>
        fc.record({
          count: fc.constant(count),
          sent: fc.array(fc.nat(count - 1), { minLength: 1, maxLength: 12 })
        })
      ),
      async ({ count, sent }) => {
        const commands = Array.from({ length: count }, () => mark(tara));
        const answers = await Promise.all(sent.map((which) => send(commands[which]!)));
        expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['done']));
        made += new Set(sent).size;
        expect(await marks()).toHaveLength(made);
      }
    ),
    { numRuns: 15 }
  );
});

test('a refusal comes with words, and what is put right is taken under the same id', async () => {
  const { tara, send, marks } = await valley();
  const early = mark(tara, 'not yet');
  expect(await send(early)).toEqual({ outcome: 'refused', words: 'Not begun.' });
  expect(await send({ ...early, payload: { note: 'now' } })).toEqual({ outcome: 'done' });
  expect(await send({ ...early, payload: 7 })).toEqual({ outcome: 'done' });
  expect(await marks()).toHaveLength(1);
});

test('what cannot be read, or is of a kind nobody knows, is refused and stays on the device', async () => {
  const { tara, send } = await valley();
  expect(await send({ ...mark(tara), payload: { note: 7 } })).toMatchObject({ outcome: 'refused' });
  expect(await send({ ...mark(tara), kind: 'nothing' })).toMatchObject({ outcome: 'refused' });
});

test('what one person wrote is not sent in another’s name', async () => {
  const { tara, cora, send, marks } = await valley();
  expect(await send(mark(tara), cora)).toEqual({ outcome: 'sign-in' });
  expect(await marks()).toHaveLength(0);
});

test('somebody who lost the role meanwhile: what they send is neither done nor lost', async () => {
  const { place, cora, marks } = await valley();
  const sam = await place.person('Sam', 'supporter');
  const sent = mark(sam);
  const send = () => place.as(sam, (tx) => receive(tx, sent, sam));
  expect([await send(), await send()]).toEqual([{ outcome: 'set-aside' }, { outcome: 'set-aside' }]);
  expect(await marks()).toHaveLength(0);

  const [waiting] = await place.as(cora, (tx) => setAsideVisibleTo(tx, cora));
  expect(waiting).toMatchObject({ id: sent.id, name: 'Sam', kind: 'test-mark' });
  expect(await place.as(cora, (tx) => openSetAside(tx, sent.id))).toMatchObject({
    payload: { note: 'here' }
  });
  expect(await place.as(sam, (tx) => openSetAside(tx, sent.id))).toBeNull();
  await place.as(cora, (tx) =>
    settleSetAside(tx, { id: sent.id, decision: 'discarded', reason: 'Asked Sam.' }, cora)
  );
  expect(await place.as(cora, (tx) => setAsideVisibleTo(tx, cora))).toEqual([]);
  expect(await place.as(cora, (tx) => openSetAside(tx, sent.id))).toBeNull();
});

test('somebody who left hands in by their device’s lease, and the device forgets', async () => {
  const { place, tara, cora, leave, byLease, marks } = await valley();
  const { lease } = await place.as(tara, (tx) => pack(tx, { have: [], leaseToken: null }, tara));
  const sent = mark(tara);
  expect(await byLease(sent, lease.token!)).toEqual({ outcome: 'sign-in' });
  await leave(tara);
  expect(await byLease(sent, 'no such lease')).toEqual({ outcome: 'sign-in' });
  expect(await byLease(mark(cora), lease.token!)).toEqual({ outcome: 'sign-in' });
  const handIn = () => byLease(sent, lease.token!);
  const taken = { outcome: 'set-aside', forget: true };
  expect([await handIn(), await handIn()]).toEqual([taken, taken]);
  expect(await marks()).toHaveLength(0);
  expect(await place.as(cora, (tx) => setAsideVisibleTo(tx, cora))).toHaveLength(1);
});

test('what was set aside and not looked at is forgotten after ninety days', async () => {
  const { place, cora } = await valley();
  const sam = await place.person('Sam', 'supporter');
  await place.as(sam, (tx) => receive(tx, mark(sam), sam));
  moveClock(new Date(Date.now() + 91 * 24 * 60 * 60_000));
  await sweepNow(database.database, 'forget-set-aside-commands');
  expect(await place.as(cora, (tx) => setAsideVisibleTo(tx, cora))).toEqual([]);
});

test('a device is given what is its person’s, once, and keeps its lease', async () => {
  const { place, tara, cora } = await valley();
  const first = await place.as(tara, (tx) => pack(tx, { have: [], leaseToken: null }, tara));
  const part = first.parts.find(({ name }) => name === 'test-part')!;
  expect(part.data).toEqual(['a', 'b']);
  const second = await place.as(tara, (tx) =>
    pack(tx, { have: [part.hash], leaseToken: first.lease.token! }, tara)
  );
  expect(second.parts.find(({ name }) => name === 'test-part')).toEqual({
    name: 'test-part',
    hash: part.hash
  });
  expect(second.lease.token).toBeUndefined();
  const others = await place.as(cora, (tx) => pack(tx, { have: [], leaseToken: first.lease.token! }, cora));
  expect(others.lease.token).toBeDefined();
  expect(others.parts.some(({ name }) => name === 'test-part')).toBe(false);
});

test('a device opens for three days; longer where the work is longer, and never longer than three weeks', async () => {
  const { place, tara } = await valley();
  const at = new Date('2026-05-01T06:00:00Z');
  moveClock(at);
  const daysHeld = async (needed: number | null) => {
    neededUntil = needed === null ? null : new Date(at.getTime() + needed * 24 * 60 * 60_000);
    const { lease } = await place.as(tara, (tx) => pack(tx, { have: [], leaseToken: null }, tara));
    return Math.round((Date.parse(lease.until) - at.getTime()) / (24 * 60 * 60_000));
  };
  expect(await daysHeld(null)).toBe(3);
  expect(await daysHeld(-1)).toBe(3);
  expect(await daysHeld(12)).toBe(15);
  expect(await daysHeld(40)).toBe(21);
});
