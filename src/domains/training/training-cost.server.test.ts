import { expect, onTestFinished, test } from 'vitest';
import { linesVisibleTo, recordGrant } from '#domains/funding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { aGrant } from '#platform/testing/grant.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { aWorkshop, inMay } from '#platform/testing/workshop.ts';
import {
  accountsOf,
  adoptCurricula,
  enrol,
  entriesOfWorkshop,
  letEvidenceComeFrom,
  markAttendance,
  modulesOf,
  pathsVisibleTo,
  postWorkshopCost,
  scheduleWorkshop,
  setTaught,
  trainingHoursOf,
  workshopsByPath,
  type AccountFilter
} from './index.server.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** A workshop of ten hours on a line cost 300: Amina came to all of it, Ben to half. Amina is certified a month later. */
async function accounted() {
  const place = await inMay(database);
  const { as, grace, cora, amina } = place;
  const ben = await place.person('Ben', 'supporter');
  const [line, workshop, session] = [newId(), newId(), newId()];
  await as(grace, (tx) => recordGrant(tx, aGrant({ line }), grace));
  const sessions = [{ id: session, startsAt: at('2026-06-01T05:00'), endsAt: at('2026-06-01T15:00') }];
  await as(cora, async (tx) => {
    await scheduleWorkshop(tx, aWorkshop({ id: workshop, line, sessions }), cora);
    const later = [{ id: newId(), startsAt: at('2027-06-01T05:00'), endsAt: at('2027-06-01T15:00') }];
    await scheduleWorkshop(tx, aWorkshop({ sessions: later }), cora);
    for (const { id } of [amina, ben]) await enrol(tx, { id: newId(), workshop, attendee: id }, cora);
  });
  moveClock(at('2026-06-03T08:00'));
  await as(cora, async (tx) => {
    const marks = [
      { person: amina.id, presence: 'present' as const },
      { person: ben.id, presence: 'partly' as const, hours: 5 }
    ];
    await markAttendance(tx, { session, marks }, cora);
    const cost = { id: newId(), workshop, amount: '300', on: '2026-06-02', description: 'Room' };
    await postWorkshopCost(tx, cost, cora);
  });
  onTestFinished(
    letEvidenceComeFrom(async (_tx, { people }) =>
      people.map((person) => ({ person, on: '2026-07-01', href: `/shown/${person}` }))
    )
  );
  const accounts = async (filter: AccountFilter = {}, who: Person = cora) =>
    (await as(who, (tx) => accountsOf(tx, filter, who))).workshops;
  return { ...place, ben, line, workshop, accounts };
}

test('a cost leads to its entry, the seats, the hours, and what those who were trained show now', async () => {
  const { as, cora, amina, workshop, line, accounts } = await accounted();
  const [account, ...others] = await accounts();
  expect(others).toEqual([]);
  expect(account).toMatchObject({
    id: workshop,
    lastDay: '2026-06-01',
    hours: 10,
    cost: '300.00',
    perSeat: '150.00',
    line: { id: line, label: 'TRAIN · Training' },
    trained: [amina.id],
    competent: [amina.id],
    seats: [
      { name: 'Amina', hours: 10, trained: true, evidence: { on: '2026-07-01' } },
      { name: 'Ben', hours: 5, trained: false, evidence: null }
    ]
  });
  expect(await as(cora, (tx) => entriesOfWorkshop(tx, workshop, cora))).toMatchObject([{ amount: '300.00' }]);
});

test('a grants manager accounts for it, too; where nobody may tell who is competent, that is unknown and not none', async () => {
  const { grace, accounts } = await accounted();
  expect(await accounts({}, grace)).toMatchObject([{ cost: '300.00', competent: [expect.any(String)] }]);
  onTestFinished(letEvidenceComeFrom(async () => null));
  expect(await accounts({}, grace)).toMatchObject([{ cost: '300.00', competent: null }]);
});

test('it is found by its line, its path, a person and its time, and not by another', async () => {
  const { as, cora, amina, line, workshop, accounts } = await accounted();
  const path = await as(cora, async (tx) => {
    await adoptCurricula(tx, 'To begin with', cora);
    const found = await pathsVisibleTo(tx, cora)
      .where('path.leads_to', '=', 'supporter')
      .executeTakeFirstOrThrow();
    const [first] = await modulesOf(tx, found.version);
    await setTaught(tx, { workshop, modules: [{ module: first!.module, hours: 2 }] }, cora);
    return found.id;
  });
  for (const filter of [{ line }, { path }, { person: amina.id }, { from: '2026-06-01', to: '2026-06-01' }])
    expect(await accounts(filter)).toHaveLength(1);
  for (const filter of [{ line: null }, { path: newId() }, { person: cora.id }, { from: '2026-06-02' }])
    expect(await accounts(filter)).toEqual([]);
  const paths = await as(cora, (tx) => workshopsByPath(tx, cora));
  expect(paths.find((one) => one.path === path)?.workshops).toEqual(new Set([workshop]));
});

test('a day in part adds its own hours to what certificates are issued on', async () => {
  const { as, ben } = await accounted();
  expect(await as(ben, (tx) => trainingHoursOf(tx, ben.id))).toEqual([
    { kind: 'foundational-helping', hours: 5 }
  ]);
});

test('a learner reads neither costs nor who else came', async () => {
  const { as, ben, accounts } = await accounted();
  const [seen] = await accounts({}, ben);
  expect(seen).toMatchObject({ cost: null, line: null });
  expect(seen!.seats.map(({ name }) => name)).toEqual(['Ben']);
  expect(await as(ben, (tx) => linesVisibleTo(tx, ben).execute())).toEqual([]);
});
