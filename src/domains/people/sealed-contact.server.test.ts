import { expect, test } from 'vitest';
import { auditOf } from '#platform/audit/index.server.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  agreeToOpenContact,
  askToOpenContact,
  contactLeftAt,
  contactRequestsVisibleTo,
  leaveContact,
  readContact,
  takeContactBack
} from './index.server.ts';

const database = onDatabase();
const reason = 'Said goodbye in the chat and stopped answering.';

async function scene() {
  const here = await village(database);
  const heron = await here.person('Calm Heron 482', 'seeker');
  const lead = await here.person('Tomás', 'safeguarding-lead');
  const second = await here.person('Grace', 'supervisor');
  await here.as(heron, (tx) => leaveContact(tx, 'my sister, 0700 111 222', heron));
  const id = newId();
  return {
    ...here,
    heron,
    lead,
    second,
    id,
    ask: (unsafeToTell?: string) =>
      here.as(lead, (tx) => askToOpenContact(tx, { id, seeker: heron.id, reason, unsafeToTell }, lead)),
    agree: (who = second) => here.as(who, (tx) => agreeToOpenContact(tx, id, who)),
    read: (who = lead) => here.as(who, (tx) => readContact(tx, id, who)),
    rows: (who: typeof lead) => here.as(who, (tx) => tx.selectFrom('sealed_contacts').select('id').execute())
  };
}

test('a lead and a second person together open the contact, and the seeker sees every step', async () => {
  const { as, heron, ask, agree, read } = await scene();
  expect(await ask()).toBeNull();
  expect(await read()).toBe('not-approved');
  expect(await agree()).toBeNull();
  expect(await read()).toEqual({ contact: 'my sister, 0700 111 222' });
  const seen = await as(heron, (tx) => auditOf(tx, heron.id).execute());
  expect(seen.map(({ action }) => action).slice(0, 3)).toEqual([
    'sealed-contacts.read',
    'sealed-contact.agreed-to',
    'sealed-contact.asked-for'
  ]);
  expect(seen[0]!.reason).toBe(reason);
});

test('nobody opens it alone, whatever their roles', async () => {
  const { as, person, heron, organisation } = await scene();
  const both = await person('Alone', 'safeguarding-lead', 'coordinator');
  const id = newId();
  expect(await as(both, (tx) => askToOpenContact(tx, { id, seeker: heron.id, reason }, both))).toBeNull();
  expect(await as(both, (tx) => agreeToOpenContact(tx, id, both))).toBe('same-person');
  const forced = as(both, (tx) =>
    tx
      .insertInto('sealed_contact_approvals')
      .values({
        organisation_id: organisation,
        request_id: id,
        approved_by: both.id,
        approved_at: now(),
        until: new Date(now().getTime() + 60_000)
      })
      .execute()
  );
  await expect(forced).rejects.toThrow(/row-level security/);
  expect(await as(both, (tx) => tx.selectFrom('sealed_contacts').select('id').execute())).toEqual([]);
});

test('without a decision of two nobody can see so much as the sealed row, save its owner', async () => {
  const { person, heron, lead, second, ask, agree, rows } = await scene();
  const boss = await person('Boss', 'administrator');
  const other = await person('Other lead', 'safeguarding-lead');
  const helper = await person('Helper', 'supporter');
  expect(await rows(heron)).toHaveLength(1);
  for (const who of [lead, second, boss, other, helper]) expect(await rows(who)).toEqual([]);
  await ask();
  await agree();
  expect(await rows(lead)).toHaveLength(1);
  for (const who of [second, boss, other, helper]) expect(await rows(who)).toEqual([]);
});

test('the one who agreed may not read it, nor a lead who did not ask', async () => {
  const { person, ask, agree, read, second } = await scene();
  const other = await person('Other lead', 'safeguarding-lead');
  await ask();
  await agree();
  expect(await read(second)).toBe('same-person');
  expect(await read(other)).toBe('same-person');
});

test('after sixty minutes it is closed again, for the program and for the database', async () => {
  const { ask, agree, read, rows, lead } = await scene();
  const start = now();
  moveClock(new Date(start.getTime() - 2 * 60 * 60_000));
  await ask();
  await agree();
  moveClock(new Date(start.getTime() - 61 * 60_000));
  expect(await rows(lead), 'a minute is left').toHaveLength(1);
  moveClock(new Date(start.getTime() - 59 * 60_000));
  expect(await rows(lead)).toEqual([]);
  expect(await read()).toBe('over');
});

test('where telling them is unsafe, the seeker sees nothing of it; the others still do', async () => {
  const { as, heron, lead, ask, agree, read } = await scene();
  expect(await ask('short')).toBe('reason-too-short');
  expect(await ask('The person who hurts them reads this phone.')).toBeNull();
  await agree();
  expect(await read()).toHaveProperty('contact');
  const seen = (await as(heron, (tx) => auditOf(tx, heron.id).execute())).map(({ action }) => action);
  expect(seen).toEqual(['sealed-contact.left']);
  expect(await as(heron, (tx) => contactRequestsVisibleTo(tx, heron).execute())).toEqual([]);
  const all = await as(lead, (tx) => tx.selectFrom('audit_entries').select('action').execute());
  expect(all.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['sealed-contact.asked-for', 'sealed-contact.agreed-to', 'sealed-contacts.read'])
  );
});

test('a supporter cannot ask, a reason must be given, and where nothing was left there is nothing to open', async () => {
  const { as, person, heron, lead } = await scene();
  const helper = await person('Helper', 'supporter');
  const finch = await person('Quiet Finch 111', 'seeker');
  const ask = (who: typeof lead, seeker: string, why = reason) =>
    as(who, (tx) => askToOpenContact(tx, { id: newId(), seeker, reason: why }, who));
  expect(await ask(lead, heron.id, '  because  ')).toBe('reason-too-short');
  expect(await ask(lead, finch.id)).toBe('no-contact');
  expect(await ask(helper, heron.id)).toBe('no-contact');
});

test('the seeker changes it, and takes it back for good', async () => {
  const { as, heron, ask, agree, read } = await scene();
  await as(heron, (tx) => leaveContact(tx, 'my aunt', heron));
  await ask();
  await agree();
  expect(await read()).toEqual({ contact: 'my aunt' });
  await as(heron, (tx) => takeContactBack(tx, heron));
  expect(await as(heron, (tx) => contactLeftAt(tx, heron))).toBeNull();
  expect(await read()).toBe('no-contact');
});
