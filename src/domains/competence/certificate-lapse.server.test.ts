import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { formatDay } from '#platform/languages/format.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { recordBackgroundCheck } from '#domains/people/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  behaviours,
  defaultPolicy,
  defaultRule,
  reminderDue,
  rubrics,
  suspensionTitle,
  suspensionWords
} from './index.ts';
import {
  appeal,
  appealsVisibleTo,
  appealWords,
  mayAppeal,
  badgeFile,
  certificatesVisibleTo,
  checkBadge,
  decideAppeal,
  issueBadge,
  issueCertificate,
  letConcernsComeFrom,
  liftSuspension,
  renewalsOf,
  setRule,
  suspendCertificate,
  suspensionsOf,
  todayFor
} from './index.server.ts';
import { basic, handIn, watch } from './watching.testing.server.ts';

const database = onDatabase();
const harmful = [behaviours(rubrics[0]!.items[0]!, 'harmful')[0]!];
const today = () => dayIn('UTC');
const wait = (days: number) => moveClock(new Date(Date.now() + days * 86_400_000));

// Whom a concern is about is another room's word.
const concerned = new Set<string>();
beforeAll(() => letConcernsComeFrom(async (_, people) => new Set(people.filter((id) => concerned.has(id)))));
beforeEach(() => concerned.clear());

async function office() {
  const here = await village(database);
  const sam = await here.person('Sam', 'supporter');
  const ada = await here.person('Ada', 'assessor');
  const cora = await here.person('Cora', 'coordinator');
  const lena = await here.person('Lena', 'safeguarding-lead');
  const assess = async (ticks = basic) => {
    await handIn(here, ada, await watch(here, sam, { by: ada }), ticks);
  };
  const issue = async () => {
    const id = newId();
    const refusals = await here.as(cora, (tx) =>
      issueCertificate(tx, { id, person: sam.id, role: 'supporter', hoursElsewhere: 40 }, cora)
    );
    return { id, refusals };
  };
  await assess();
  const { id: certificate } = await issue();
  return {
    ...here,
    sam,
    ada,
    cora,
    lena,
    certificate,
    assess,
    issue,
    look: () => sweepNow(database.database, 'certificate-lapses'),
    causes: async () =>
      (await here.as(cora, (tx) => suspensionsOf(tx, certificate).execute())).map(({ cause, lifted_at }) =>
        lifted_at ? `${cause}, lifted` : cause
      ),
    lift: (by: Person = cora) =>
      here.as(by, (tx) => liftSuspension(tx, { certificate, reason: 'Seen again.' }, by)),
    mails: async () =>
      (
        await database.owner.query('select subject, body from outgoing_mails where to_person_id = $1', [
          sam.id
        ])
      ).rows as { subject: string; body: string }[]
  };
}

test('a certificate rests by itself when a new assessment is overdue, and its badge with it', async () => {
  const { as, sam, certificate, look, causes, mails } = await office();
  const asker = { person: sam.id, organisation: sam.organisation };
  const made = await as(sam, (tx) =>
    issueBadge(tx, { certificate, language: 'en', identity: { kind: 'none' } }, asker)
  );
  if ('refusal' in made) throw new Error(made.refusal);
  const file = (await as(sam, (tx) => badgeFile(tx, made.badge, 'json')))!;
  const reasons = () =>
    speakAs(
      database.database,
      { visitor: true },
      async (tx) => (await checkBadge(tx, Buffer.from(file.bytes), async () => null)).reasons
    );
  await look();
  expect(await causes()).toEqual([]);
  expect(await reasons()).toEqual([]);
  wait(190);
  await look();
  await look();
  expect(await causes()).toEqual(['reassessment-overdue']);
  expect(await reasons()).toEqual(['suspended']);
  const written = await mails();
  expect(written).toHaveLength(1);
  expect(`${written[0]!.subject} ${written[0]!.body}`).not.toMatch(/certificate is|suspended|assess/i);
});

test('what rests by itself is lifted by a person, once the evidence is there again', async () => {
  const { look, causes, lift, assess } = await office();
  await assess(harmful);
  await look();
  expect(await causes()).toEqual(['level-one']);
  expect(await lift()).toBe('cause-remains');
  wait(1);
  await assess();
  await look();
  expect(await causes()).toEqual(['level-one']);
  expect(await lift()).toBeNull();
  await look();
  expect(await causes()).toEqual(['level-one, lifted']);
});

test('a concern about Sam lets the certificate rest without calling Sam, and no new one goes around it', async () => {
  const { as, sam, look, causes, issue, mails } = await office();
  concerned.add(sam.id);
  await look();
  expect(await causes()).toEqual(['incident-open']);
  expect(await mails()).toEqual([]);
  const { rows } = await database.owner.query(
    "select from audit_entries where subject_id = $1 and action = 'certificate.suspended'",
    [sam.id]
  );
  expect(rows).toEqual([]);
  expect(await as(sam, (tx) => todayFor(tx, sam))).toEqual([]);
  // Sam reads of it what Sam would read of any review that somebody began.
  expect(suspensionTitle({ cause: 'incident-open', by: null })).toBe('Suspended');
  expect(suspensionWords({ cause: 'incident-open', reason: 'incident-open' })).toContain(
    'A review is under way'
  );
  concerned.clear();
  expect((await issue()).refusals).toEqual(['suspended']);
});

test('a background check that ends counts where the rule asks for one', async () => {
  const { as, sam, cora, look, causes } = await office();
  await as(cora, (tx) =>
    recordBackgroundCheck(
      tx,
      { id: newId(), subject: sam.id, checkedOn: today(), expiresOn: addDays(today(), 10), outcome: 'clear' },
      cora
    )
  );
  await as(cora, (tx) =>
    setRule(
      tx,
      {
        id: newId(),
        role: 'supporter',
        rule: { ...defaultRule('supporter', defaultPolicy), backgroundCheck: true },
        effectiveOn: today(),
        source: '',
        reason: 'The ministry asks for it.'
      },
      cora
    )
  );
  await look();
  expect(await causes()).toEqual([]);
  wait(11);
  await look();
  expect(await causes()).toEqual(['background-check-ended']);
});

test('the holder is told 90, 30 and 7 days before the end, once each, and not after a renewal', async () => {
  expect([91, 90, 31, 30, 8, 7, 0, -1].map(reminderDue)).toEqual([null, 90, 90, 30, 30, 7, 7, null]);
  const { sam, as, assess, issue, certificate, mails } = await office();
  const remind = () => sweepNow(database.database, 'certificate-reminders');
  const ends = (await as(sam, (tx) =>
    certificatesVisibleTo(tx, sam).where('certificates.id', '=', certificate).executeTakeFirstOrThrow()
  ))!.expires_on;
  const daysBefore = (days: number) => moveClock(new Date(`${addDays(ends, -days)}T12:00:00Z`));
  const told = async (days: number) => {
    daysBefore(days);
    await remind();
    await remind();
    return (await mails()).length;
  };
  expect([await told(91), await told(90), await told(60), await told(30)]).toEqual([0, 1, 1, 2]);
  for (const { body } of await mails()) expect(body).toContain(formatDay(ends));
  await assess();
  const { id: newer } = await issue();
  expect(await told(7)).toBe(2);
  const linked = await as(sam, (tx) => renewalsOf(tx, newer));
  expect(linked.renews?.id).toBe(certificate);
});

test('Sam appeals in sealed words; neither Sam nor who suspended it decides', async () => {
  const { as, sam, cora, lena, certificate, causes } = await office();
  await as(cora, (tx) =>
    suspendCertificate(tx, { id: newId(), certificate, reason: 'Heard something.' }, cora)
  );
  const id = newId();
  const words = 'It was my cousin, not me.';
  const ask = () => as(sam, (tx) => appeal(tx, { id, certificate, words }, sam));
  expect(await ask()).toBeNull();
  expect(await ask()).toBeNull();
  const { rows } = await database.owner.query('select sealed from certificate_appeals where id = $1', [id]);
  expect(rows[0].sealed.toString('latin1')).not.toContain('cousin');
  expect((await as(cora, (tx) => todayFor(tx, cora))).map(({ key }) => key)).not.toContain(`appeal-${id}`);
  expect((await as(lena, (tx) => todayFor(tx, lena))).map(({ key }) => key)).toContain(`appeal-${id}`);

  const decide = (by: Person) =>
    as(by, (tx) => decideAppeal(tx, { id, outcome: 'granted', reason: 'She was right.' }, by));
  expect(await decide(cora)).toBe('own-decision');
  expect(await decide(sam)).toBe('own-decision');
  expect(await decide(lena)).toBeNull();
  expect(await causes()).toEqual(['by-hand, lifted']);
  const read = await as(sam, async (tx) =>
    appealWords(tx, (await appealsVisibleTo(tx, sam).executeTakeFirst())!)
  );
  expect(read).toEqual({ words, decision: 'She was right.' });
});

test('Sam may ask once for each time it rests, also when the answer was no, and nobody asks for Sam', async () => {
  const { as, sam, cora, lena, certificate } = await office();
  const rest = () =>
    as(cora, (tx) => suspendCertificate(tx, { id: newId(), certificate, reason: 'Heard.' }, cora));
  const may = (who: Person) => as(who, (tx) => mayAppeal(tx, certificate, who));
  expect(await may(sam)).toBe(false);
  await rest();
  expect([await may(sam), await may(cora)]).toEqual([true, false]);
  const id = newId();
  await as(sam, (tx) => appeal(tx, { id, certificate, words: 'Not me.' }, sam));
  expect(await may(sam)).toBe(false);
  await as(lena, (tx) => decideAppeal(tx, { id, outcome: 'refused', reason: 'It was.' }, lena));
  expect(await may(sam)).toBe(false);
  await as(lena, (tx) => liftSuspension(tx, { certificate, reason: 'Time passed.' }, lena));
  await rest();
  expect(await may(sam)).toBe(true);
});

test('a granted appeal lifts nothing while what it rests on still holds', async () => {
  const { as, sam, lena, certificate, assess, look, causes } = await office();
  await assess(harmful);
  await look();
  const id = newId();
  await as(sam, (tx) => appeal(tx, { id, certificate, words: 'Please watch me again.' }, sam));
  const decide = () =>
    as(lena, (tx) => decideAppeal(tx, { id, outcome: 'granted', reason: 'Watched again.' }, lena));
  expect(await decide()).toBe('cause-remains');
  wait(1);
  await assess();
  expect(await decide()).toBeNull();
  expect(await causes()).toEqual(['level-one, lifted']);
});
