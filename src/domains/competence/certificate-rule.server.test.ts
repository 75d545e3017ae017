import { afterEach, beforeAll, expect, test } from 'vitest';
import { addDays, dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { recordBackgroundCheck } from '#domains/people/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { defaultPolicy, defaultRule } from './index.ts';
import { issueCertificate, letFactsComeFrom, ruleOn, setRule } from './index.server.ts';

const database = onDatabase();
const today = () => dayIn('UTC');
const child = defaultRule('child-safeguarding', defaultPolicy);

// What another room would say; nobody's hours but those a test sets here.
const attended = new Map<string, { kind: string; hours: number }[]>();
beforeAll(() => letFactsComeFrom(async (_, person) => ({ hours: attended.get(person) ?? [] })));
afterEach(() => attended.clear());

async function office() {
  const here = await village(database);
  const sam = await here.person('Sam', 'supporter');
  const cora = await here.person('Cora', 'coordinator');
  const issue = (hoursElsewhere = 0) =>
    here.as(cora, (tx) =>
      issueCertificate(tx, { id: newId(), person: sam.id, role: 'child-safeguarding', hoursElsewhere }, cora)
    );
  const set = (change: object, effectiveOn = today()) =>
    here.as(cora, (tx) =>
      setRule(
        tx,
        {
          id: newId(),
          role: 'child-safeguarding',
          rule: { ...child, ...change },
          effectiveOn,
          source: 'The ministry',
          reason: 'Asked for since March.'
        },
        cora
      )
    );
  return { ...here, sam, cora, issue, set };
}

test('hours that Sam attended count by themselves, and those of another training do not', async () => {
  const { sam, issue } = await office();
  attended.set(sam.id, [{ kind: 'foundational-helping', hours: 40 }]);
  expect(await issue()).toEqual(['hours-missing']);
  attended.set(sam.id, [{ kind: 'child-safeguarding', hours: 4 }]);
  expect(await issue(1)).toEqual(['hours-missing']);
  expect(await issue(2)).toEqual([]);
});

test('an organisation’s own rule holds from its day on, and only for its role', async () => {
  const { as, sam, cora, issue, set } = await office();
  attended.set(sam.id, [{ kind: 'child-safeguarding', hours: 6 }]);
  await set({ hoursMin: 12 }, addDays(today(), 1));
  expect(await issue()).toEqual([]);
  await set({ backgroundCheck: true });
  expect(await issue()).toEqual(['background-check-missing']);
  await as(cora, (tx) =>
    recordBackgroundCheck(
      tx,
      {
        id: newId(),
        subject: sam.id,
        checkedOn: today(),
        expiresOn: addDays(today(), 365),
        outcome: 'clear'
      },
      cora
    )
  );
  expect(await issue()).toEqual([]);
  const rules = await as(cora, async (tx) => [
    await ruleOn(tx, 'child-safeguarding', addDays(today(), 1)),
    await ruleOn(tx, 'supporter', today())
  ]);
  expect(rules.map(({ hoursMin, own }) => [hoursMin, own?.source])).toEqual([
    [12, 'The ministry'],
    [40, undefined]
  ]);
});

test('a certificate keeps the rule and the facts it was issued on', async () => {
  const { as, sam, cora, issue } = await office();
  attended.set(sam.id, [{ kind: 'child-safeguarding', hours: 5 }]);
  await issue(3);
  const [ground] = await as(cora, (tx) => tx.selectFrom('certificate_grounds').selectAll().execute());
  expect(ground).toMatchObject({ rule: { hoursMin: 6 }, facts: { hoursElsewhere: 3 } });
});

test('a supporter sets no rule', async () => {
  const { as, sam } = await office();
  await expect(
    as(sam, (tx) =>
      setRule(
        tx,
        { id: newId(), role: 'supporter', rule: child, effectiveOn: today(), source: '', reason: 'Easier.' },
        sam
      )
    )
  ).rejects.toThrow(/row-level security/);
});
