/**
 * A word nobody else uses stands in every free text there can be about somebody. Their own copy holds each of them; when they
 * have erased themselves, none can be read any more: by no room, and by no opening of what stays sealed.
 */
import { expect, test } from 'vitest';
import { everythingAbout } from '#assembly/about-me.server.ts';
import { commentOn, sharePlan, startPlan, writePart } from '#domains/care-plans/index.server.ts';
import { answersOf } from '#domains/measures/index.server.ts';
import { eraseMyself, joinAsSeeker, leaveContact } from '#domains/people/index.server.ts';
import {
  acknowledge,
  act,
  proposeClosing,
  raiseConcern,
  wordsOf
} from '#domains/safeguarding/index.server.ts';
import { endRelationship, noteOf, openRelationship, recordEncounter } from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { reveal } from '#platform/encryption/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { sealedColumns } from './sealed-columns.ts';

const database = onDatabase();
const canary = (place: string) => `canary-${place}-zebra`;
// Where each word goes, by the column it is sealed in.
const wordsIn: Record<string, string[]> = {
  'concern_actions.done': ['done'],
  'concern_closings.because': ['because'],
  'concerns.said': ['concern'],
  'encounter_notes.sealed': ['talked', 'helped', 'next'],
  'plan_comments.sealed': ['comment'],
  'plan_consents.purpose': ['purpose'],
  'plan_part_versions.sealed': ['goal'],
  'relationship_endings.feedback': ['feedback'],
  // Answers are numbers, looked for below.
  'response_answers.sealed': [],
  'sealed_contacts.contact': ['contact']
};
const ofSeekers = Object.entries(sealedColumns).filter(([, { subject }]) => subject === 'seeker');

test('everything with the word in it is in the person’s own copy; once they are erased, no word of it is left to read', async () => {
  const here = await village(database);
  const coordinator = await here.person('Cora', 'coordinator');
  const supporter = await here.person('Amina', 'supporter');
  const lead = await here.person('Lea', 'safeguarding-lead');
  const seeker: Person = { ...coordinator, id: newId(), name: canary('name'), roles: ['seeker'] };
  const newcomer = {
    id: seeker.id,
    organisation: here.organisation,
    pseudonym: seeker.name,
    language: 'en',
    languages: ['en'],
    ageBand: '18-or-over' as const
  };
  await speakAs(database.database, { visitor: true, organisation: here.organisation }, (tx) =>
    joinAsSeeker(tx, newcomer)
  );
  const relationship = newId();
  await here.as(coordinator, (tx) =>
    openRelationship(tx, { id: relationship, seeker: seeker.id, supporter: supporter.id }, coordinator)
  );
  const encounter = newId();
  const response = newId();
  const note = { talkedAbout: canary('talked'), helped: canary('helped'), nextStep: canary('next') };
  await here.as(supporter, (tx) =>
    recordEncounter(
      tx,
      {
        id: encounter,
        relationship,
        kind: 'call',
        startedAt: now(),
        minutes: 30,
        note,
        responses: [{ id: response, instrument: 'gad-7', answers: [1, 1, 1, 1, 1, 1, 1] }]
      },
      supporter
    )
  );
  const facility = await village(database, 'Health centre');
  await facility.person('Dr Yusuf', 'clinician');
  await database.owner.query(`update organisations set kind = 'facility' where id = $1`, [
    facility.organisation
  ]);
  const plan = newId();
  await here.as(supporter, async (tx) => {
    await startPlan(tx, { id: plan, seeker: seeker.id }, supporter);
    const goal = { id: newId(), plan, kind: 'goal' as const, text: canary('goal') };
    expect(await writePart(tx, goal, supporter)).toBeNull();
  });
  await here.as(seeker, async (tx) => {
    const sharing = {
      id: newId(),
      facility: facility.organisation,
      scope: 'plan' as const,
      purpose: canary('purpose'),
      until: addDays(dayIn('UTC'), 30)
    };
    expect(await sharePlan(tx, sharing, seeker)).toBeNull();
    expect(await commentOn(tx, { id: newId(), plan, text: canary('comment') }, seeker)).toBeNull();
  });
  const concern = newId();
  await here.as(seeker, async (tx) => {
    await leaveContact(tx, canary('contact'), seeker);
    expect(
      await raiseConcern(
        tx,
        { id: concern, about: seeker.id, urgency: 'urgent', said: canary('concern') },
        seeker
      )
    ).toBeNull();
    expect(
      await endRelationship(tx, { relationship, reason: 'enough', feedback: canary('feedback') }, seeker)
    ).toBeNull();
  });

  await here.as(lead, async (tx) => {
    expect(await acknowledge(tx, { id: newId(), concern }, lead)).toBeNull();
    expect(await act(tx, { id: newId(), concern, done: canary('done') }, lead)).toBeNull();
    const closing = { id: newId(), concern, outcome: 'safety-plan' as const, because: canary('because') };
    expect(await proposeClosing(tx, closing, lead)).toBeNull();
  });

  const copy = JSON.stringify(await here.as(seeker, (tx) => everythingAbout(tx, seeker)));
  expect(Object.keys(wordsIn)).toEqual(ofSeekers.map(([column]) => column));
  expect(copy).toContain(canary('name'));
  for (const [column, { copy: copied }] of ofSeekers)
    for (const word of wordsIn[column]!) expect(copy.includes(canary(word)), word).toBe(copied === 'words');
  expect(copy).toContain('"answers":[1,1,1,1,1,1,1]');
  // The contact is the one text they wrote that is not read back to them: it says that one is kept.
  expect(copy).toContain('"sealedContactKept":true');

  const sealedBefore = await sealedAnywhere();
  await here.as(seeker, (tx) => eraseMyself(tx, seeker));

  const plain = await textAnywhere();
  expect(plain.filter((line) => line.includes('zebra'))).toEqual([]);
  for (const { column, row, text } of sealedBefore) {
    const opened = await here.asSystem((tx) => reveal(tx, seeker.id, [{ text, place: { column, row } }]));
    expect(opened, column).toEqual([null]);
  }
  expect([...new Set(sealedBefore.map(({ column }) => column))].toSorted()).toEqual(
    ofSeekers.map(([column]) => column)
  );
  expect(await here.as(supporter, (tx) => noteOf(tx, encounter))).toBeNull();
  expect((await here.as(lead, (tx) => wordsOf(tx, concern, lead, 'to be sure')))?.said).toBeNull();
  expect(await here.as(coordinator, (tx) => answersOf(tx, response))).toBeNull();
});

/** Every row of every table that is not sealed, as text. */
async function textAnywhere(): Promise<string[]> {
  const { owner } = database;
  const { rows: tables } = await owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'identity', 'pgboss')`
  );
  const lines = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ line: string }>(`select $1 || t::text as line from ${name} t`, [
      name
    ]);
    lines.push(...rows.map(({ line }) => line));
  }
  return lines;
}

/** Every sealed text of a seeker, in whatever column there is. */
async function sealedAnywhere() {
  const found = [];
  for (const [place, { row }] of ofSeekers) {
    const [table, column] = place.split('.') as [string, string];
    const { rows } = await database.owner.query<{ row: string; text: Buffer }>(
      `select ${row} as row, ${column} as text from ${table} where ${column} is not null`
    );
    found.push(...rows.map((kept) => ({ ...kept, column: `${table}.${column}` as const })));
  }
  return found;
}
