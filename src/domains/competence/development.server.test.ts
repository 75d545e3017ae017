import { expect, test } from 'vitest';
import { addDays, dayIn, moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { developmentDefault } from './index.ts';
import {
  decideDevelopment,
  developmentSince,
  enterDevelopment,
  entriesToConfirm,
  issueCertificate,
  ruleOn,
  setRule
} from './index.server.ts';

const database = onDatabase();
const today = () => dayIn('UTC');

async function clinic() {
  const here = await village(database);
  return {
    ...here,
    joy: await here.person('Joy', 'assessor'),
    sara: await here.person('Sara', 'supervisor'),
    cora: await here.person('Cora', 'coordinator')
  };
}
type Clinic = Awaited<ReturnType<typeof clinic>>;

const enter = async ({ as, joy }: Clinic, on = today(), id = newId()) => {
  const entry = { id, kind: 'reading' as const, on, hours: 3, what: 'A book', evidence: 'Its author' };
  return { id, refusal: await as(joy, (tx) => enterDevelopment(tx, entry, joy)) };
};
const counted = ({ as, joy }: Clinic) =>
  as(joy, async (tx) => {
    const since = { person: joy.id, from: addDays(today(), -30), rule: developmentDefault };
    return (await developmentSince(tx, since, today())).balance.counted;
  });

test('what somebody enters counts once somebody else confirms it, and declined it does not', async () => {
  const here = await clinic();
  const { id } = await enter(here);
  const { id: other } = await enter(here);
  expect(await counted(here)).toBe(0);
  const decide = (entry: string, confirmed: boolean, reason: string | null = null) =>
    here.as(here.sara, (tx) => decideDevelopment(tx, { entry, confirmed, reason }, here.sara));
  expect(await decide(id, true)).toBeNull();
  expect(await decide(other, false, 'It was last year')).toBeNull();
  expect(await counted(here)).toBe(3);
  expect(await decide(id, true)).toBeNull();
  expect(await decide(id, false, 'No')).toBe('decided-already');
});

test('nobody confirms their own, and nothing is entered that is still to come', async () => {
  const here = await clinic();
  const { id } = await enter(here);
  const entry = { entry: id, confirmed: true, reason: null };
  expect(await here.as(here.joy, (tx) => decideDevelopment(tx, entry, here.joy))).toBe('own-entry');
  expect((await enter(here, addDays(today(), 1))).refusal).toBe('in-the-future');
});

test('a colleague sees nobody else’s entries', async () => {
  const here = await clinic();
  await enter(here);
  const ben = await here.person('Ben', 'supporter');
  expect(await here.as(ben, (tx) => entriesToConfirm(tx, ben).execute())).toEqual([]);
  expect(await here.as(here.sara, (tx) => entriesToConfirm(tx, here.sara).execute())).toHaveLength(1);
});

test('a first certificate asks for none of it, a renewal for what the rule says', async () => {
  const here = await clinic();
  const { as, cora, joy } = here;
  const issue = () =>
    as(cora, (tx) =>
      issueCertificate(tx, { id: newId(), person: joy.id, role: 'assessor', hoursElsewhere: 40 }, cora)
    );
  await as(cora, async (tx) => {
    const rule = {
      ...(await ruleOn(tx, 'assessor', today())),
      development: { hoursMin: 3, courseHours: 1, caps: {} }
    };
    const set = {
      id: newId(),
      role: 'assessor' as const,
      effectiveOn: today(),
      source: '',
      reason: 'To go on'
    };
    await setRule(tx, { ...set, rule }, cora);
  });
  expect(await issue()).toEqual([]);
  moveClock(new Date(Date.now() + 86_400_000));
  expect(await issue()).toEqual(['development-missing']);
  const { id } = await enter(here);
  await as(here.sara, (tx) => decideDevelopment(tx, { entry: id, confirmed: true, reason: null }, here.sara));
  expect(await issue()).toEqual([]);
});
