import { expect, test } from 'vitest';
import { recordResponse } from '#domains/measures/index.server.ts';
import { eraseMyself } from '#domains/people/index.server.ts';
import { concernsVisibleTo, raiseConcern, wordsOf } from '#domains/safeguarding/index.server.ts';
import {
  caseloadOf,
  endRelationship,
  openRelationship,
  recordEncounter,
  waitingRequestsVisibleTo,
  writeRequest
} from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { someWishes } from '#platform/testing/support.ts';
import { everythingAbout } from './about-me.server.ts';

const database = onDatabase();

/** A life in Trellis with a canary in every sealed text. */
async function life() {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const lea = await here.person('Lea', 'safeguarding-lead');
  const amina = await here.person('Amina', 'supporter');
  const me = await here.person('Quiet Canary', 'seeker');
  const { as } = here;
  const wishes = someWishes({ topics: [], setting: null, wants: 'coordinator' });
  const request = { id: newId(), seeker: me.id, limitsAcceptedAt: now(), wishes };
  await as(me, (tx) => writeRequest(tx, request, here.organisation));
  const ended = newId();
  const relationship = newId();
  const together = (id: string) =>
    as(cora, (tx) => openRelationship(tx, { id, seeker: me.id, supporter: amina.id }, cora));
  await together(ended);
  await as(me, (tx) =>
    endRelationship(tx, { relationship: ended, reason: 'enough', feedback: 'canary-feedback' }, me)
  );
  await together(relationship);
  const note = { talkedAbout: 'canary-note', helped: '', nextStep: '' };
  await as(amina, (tx) =>
    recordEncounter(
      tx,
      {
        id: newId(),
        relationship,
        kind: 'individual',
        startedAt: now(),
        minutes: 45,
        note,
        responses: [{ id: newId(), instrument: 'gad-7', answers: [3, 2, 1, 0, 3, 2, 1] }]
      },
      amina
    )
  );
  const answers = [1, 2, 3, 0, 1, 2, 3, 0, 0];
  await as(me, (tx) =>
    recordResponse(tx, { id: newId(), subject: me.id, instrument: 'phq-9', answers, at: now() }, me)
  );
  const raise = (person: Person, said: string) =>
    as(person, (tx) => raiseConcern(tx, { id: newId(), about: me.id, urgency: 'urgent', said }, person));
  await raise(me, 'canary-own-worry');
  await raise(amina, 'canary-worry-of-another');
  return { ...here, cora, lea, amina, me, answers };
}

test('the copy somebody takes has everything of theirs, and not what another said in worry', async () => {
  const { as, me, answers } = await life();
  const copy = JSON.stringify(await as(me, (tx) => everythingAbout(tx, me)));
  for (const canary of ['Quiet Canary', 'canary-feedback', 'canary-note', 'canary-own-worry'])
    expect(copy).toContain(canary);
  expect(copy).toContain(JSON.stringify(answers));
  expect(copy).toContain(JSON.stringify([3, 2, 1, 0, 3, 2, 1]));
  expect(copy).not.toContain('canary-worry-of-another');
  // That there was a second worry is told; whose, and what, is not.
  const { safeguarding } = (await as(me, (tx) => everythingAbout(tx, me))) as {
    safeguarding: { concerns: { by_myself: boolean; said: string | null }[] };
  };
  expect(safeguarding.concerns.map(({ by_myself, said }) => [by_myself, said])).toEqual([
    [true, 'canary-own-worry'],
    [false, null]
  ]);
});

test('a colleague somebody worried about learns nothing of it from their own copy', async () => {
  const here = await village(database);
  const sam = await here.person('Sam', 'supporter');
  const ida = await here.person('Ida', 'supporter');
  const worry = { id: newId(), about: sam.id, urgency: 'urgent' as const, said: 'canary' };
  await here.as(ida, (tx) => raiseConcern(tx, worry, ida));
  expect(await here.as(sam, (tx) => everythingAbout(tx, sam))).toMatchObject({
    safeguarding: { concerns: [] }
  });
});

test('after erasure nothing can be read, nobody waits or is worked with, and the concerns stay for those who answer', async () => {
  const { as, asSystem, cora, lea, amina, me } = await life();
  const request = { id: newId(), seeker: me.id, limitsAcceptedAt: now() };
  const wishes = {
    languages: ['sw'],
    topics: [],
    setting: null,
    minor: false,
    place: null,
    preferredGender: null,
    preferredAgeBand: null
  };
  await as(me, (tx) =>
    writeRequest(tx, { ...request, wishes: { ...wishes, wants: 'choose' } }, me.organisation.id)
  );
  await as(me, (tx) => eraseMyself(tx, me));

  expect(await as(cora, (tx) => waitingRequestsVisibleTo(tx, cora).execute())).toEqual([]);
  expect((await as(cora, (tx) => caseloadOf(tx, [amina.id]))).get(amina.id)).toMatchObject({ open: 0 });
  const concerns = await as(lea, (tx) => concernsVisibleTo(tx, lea).execute());
  expect(concerns).toHaveLength(2);
  for (const { id, about_name } of concerns) {
    expect(about_name).toMatch(/^erased-/);
    expect((await as(lea, (tx) => wordsOf(tx, id, lea, 'looking')))?.said).toBeNull();
  }

  const copy = JSON.stringify(await asSystem((tx) => everythingAbout(tx, me)));
  const ownCopy = JSON.stringify(await as(me, (tx) => everythingAbout(tx, me)).catch(() => null));
  for (const text of [copy, ownCopy]) expect(text).not.toMatch(/canary|Quiet Canary/i);
});

test('no canary is left in any column of the database after erasure', async () => {
  const { as, me } = await life();
  await as(me, (tx) => eraseMyself(tx, me));
  const { rows: columns } = await database.owner.query<{ table: string; column: string }>(
    `select table_name as "table", column_name as "column" from information_schema.columns
     join information_schema.tables using (table_schema, table_name)
     where table_schema = 'public' and table_type = 'BASE TABLE' and data_type in ('text', 'jsonb', 'ARRAY', 'bytea')`
  );
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rowCount } = await database.owner.query(
      `select from "${table}" where "${column}"::text ~* 'canary-' or "${column}"::text like '%' || encode('canary-', 'hex') || '%' limit 1`
    );
    if (rowCount) found.push(`${table}.${column}`);
  }
  expect(found).toEqual([]);
});
