import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  adoptCurricula,
  enrol,
  enrolmentsOf,
  missingFor,
  modulesOf,
  pathsVisibleTo,
  scheduleWorkshop,
  setTaught,
  setTrainingPolicy,
  trainingPolicies,
  trainingPolicyOn
} from './index.server.ts';
import type { TrainingPolicy } from './index.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

/** A workshop in June teaches a module that needs another first; Amina is on that path and has done none. It is May. */
async function onThePath() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const { as } = place;
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  const workshop = newId();
  await as(cora, async (tx) => {
    await adoptCurricula(tx, 'To begin with', cora);
    await scheduleWorkshop(
      tx,
      aWorkshop({
        id: workshop,
        title: 'The second step',
        aims: 'What follows',
        sessions: [{ id: newId(), startsAt: at('2026-06-01T05:00'), endsAt: at('2026-06-01T15:00') }]
      }),
      cora
    );
    const path = await pathsVisibleTo(tx, cora).where('path.leads_to', '=', 'supporter').executeTakeFirst();
    const later = (await modulesOf(tx, path!.version)).find(({ needs }) => needs.length > 0)!;
    await setTaught(tx, { workshop, modules: [{ module: later.module, hours: 1 }] }, cora);
  });
  const policy = (prerequisites: TrainingPolicy['prerequisites'], who: Person = cora) =>
    as(who, (tx) =>
      setTrainingPolicy(
        tx,
        {
          id: newId(),
          prerequisites,
          trainedPercent: 90,
          competentBy: 'bar',
          competentWithinDays: 90,
          effectiveFrom: '2026-05-01',
          source: 'Our own policy',
          reason: 'People were lost'
        },
        who
      )
    );
  const put = (overrideReason?: string) =>
    as(cora, (tx) => enrol(tx, { id: newId(), workshop, attendee: amina.id, overrideReason }, cora));
  const take = () => as(amina, (tx) => enrol(tx, { id: newId(), workshop }, amina));
  return { ...place, cora, amina, workshop, policy, put, take };
}

test('by default who lacks what comes first is told so, and may take a seat', async () => {
  const { as, cora, amina, workshop, take } = await onThePath();
  expect(await as(amina, (tx) => missingFor(tx, workshop, amina.id, amina))).not.toEqual([]);
  expect(await as(cora, (tx) => missingFor(tx, workshop, amina.id, cora))).not.toEqual([]);
  expect(await take()).toBeNull();
});

test('where the organisation decided so they are refused, and who runs it lets them in with a reason that is kept', async () => {
  const { as, cora, workshop, policy, put, take } = await onThePath();
  await policy('refuse');
  expect(await take()).toBe('prerequisite-missing');
  expect(await put()).toBe('prerequisite-missing');
  expect(await put('She learned it elsewhere')).toBeNull();
  expect(await as(cora, (tx) => enrolmentsOf(tx, workshop))).toMatchObject([
    { name: 'Amina', let_in_because: 'She learned it elsewhere' }
  ]);
});

test('nobody lets themself in by giving a reason', async () => {
  const { as, amina, workshop, policy } = await onThePath();
  await policy('refuse');
  const own = as(amina, (tx) => enrol(tx, { id: newId(), workshop, overrideReason: 'I know it all' }, amina));
  expect(await own).toBe('prerequisite-missing');
});

test('a policy holds from its day on, keeps the ones before, and is set by whose work it is', async () => {
  const { as, cora, amina, policy } = await onThePath();
  expect(await policy('refuse', amina)).toBe('not-yours-to-set');
  await policy('refuse');
  moveClock(at('2026-05-01T09:00'));
  await policy('warn');
  expect(await as(cora, (tx) => trainingPolicies(tx, cora))).toMatchObject([
    { figures: { prerequisites: 'warn' } },
    { figures: { prerequisites: 'refuse' }, by: 'Cora' }
  ]);
  expect(await as(cora, (tx) => trainingPolicyOn(tx, '2026-05-02'))).toMatchObject({ trainedPercent: 90 });
  expect(await as(cora, (tx) => trainingPolicyOn(tx, '2026-04-30'))).toMatchObject({
    trainedPercent: 80,
    source: 'policy; no figure is published'
  });
});
