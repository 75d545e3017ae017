import { expect, test } from 'vitest';
import {
  alertsFor,
  acknowledge,
  act,
  concernsVisibleTo,
  confirmClosing,
  openIncident,
  proposeClosing,
  raiseConcern,
  raiseUrgency,
  reopen,
  todayFor,
  wordsOf
} from './index.server.ts';
import { auditOf } from '#platform/audit/index.server.ts';
import { newId } from '#platform/ids.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { recordResponse } from '#domains/measures/index.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Urgency } from './urgency.ts';

const database = onDatabase();

const sentence = 'He said he does not want to wake up.';

async function home() {
  const place = await village(database);
  const lea = await place.person('Lea', 'safeguarding-lead');
  const cora = await place.person('Cora', 'coordinator');
  const ada = await place.person('Ada', 'administrator');
  const sami = await place.person('Sami', 'supporter');
  const baobab = await place.person('Baobab', 'seeker');
  return { ...place, lea, cora, ada, sami, baobab };
}

async function raise({ as }: Village, by: Person, about: string | null, urgency: Urgency = 'immediate') {
  const id = newId();
  expect(await as(by, (tx) => raiseConcern(tx, { id, about, urgency, said: sentence }, by))).toBeNull();
  return id;
}

const sweep = () => sweepNow(database.database, 'escalate');
const later = (minutes: number) => moveClock(new Date(now().getTime() + minutes * 60_000));
const paged = async ({ asSystem }: Village, concern: string) => {
  const pages = await asSystem((tx) =>
    tx
      .selectFrom('concern_pages')
      .innerJoin('people', 'people.id', 'person_id')
      .select(['people.name', 'step'])
      .where('concern_id', '=', concern)
      .where('channel', '=', 'screen')
      .orderBy('paged_at')
      .orderBy('people.name')
      .execute()
  );
  return pages.map(({ name, step }) => `${step} ${name}`);
};

test('somebody is called at once, a second person after five minutes, a manager after ten, each once', async () => {
  const here = await home();
  const concern = await raise(here, here.baobab, here.baobab.id);
  await sweep();
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Lea']);
  later(5);
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Lea', 'second Cora']);
  later(5);
  await sweep();
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Lea', 'second Cora', 'manager Ada']);
});

test('a page by mail names neither the person nor what was said', async () => {
  const here = await home();
  await raise(here, here.baobab, here.baobab.id);
  await sweep();
  const mails = await here.asSystem((tx) =>
    tx.selectFrom('outgoing_mails').selectAll().where('organisation_id', '=', here.organisation).execute()
  );
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ to_person_id: here.lea.id });
  expect(`${mails[0]!.subject} ${mails[0]!.body}`).not.toMatch(/Baobab|wake|concern about|suicid/i);
});

test('once somebody says “I have it”, nobody else is called', async () => {
  const here = await home();
  const concern = await raise(here, here.baobab, here.baobab.id);
  await sweep();
  expect(await here.as(here.lea, (tx) => alertsFor(tx))).toMatchObject([{ id: concern }]);
  expect(await here.as(here.lea, (tx) => acknowledge(tx, { id: newId(), concern }, here.lea))).toBeNull();
  expect(await here.as(here.lea, (tx) => alertsFor(tx))).toEqual([]);
  later(60);
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Lea']);
  expect(await here.as(here.cora, (tx) => acknowledge(tx, { id: newId(), concern }, here.cora))).toBe(
    'already-acknowledged'
  );
});

test('two people who say “I have it” at once: one has it, the other is told', async () => {
  const here = await home();
  const concern = await raise(here, here.baobab, here.baobab.id);
  const answers = await Promise.all(
    [here.lea, here.cora].map((person) =>
      here.as(person, (tx) => acknowledge(tx, { id: newId(), concern }, person))
    )
  );
  expect(answers.sort()).toEqual(['already-acknowledged', null]);
});

test('a concern is closed by an outcome and a second person, never by the one who proposed it', async () => {
  const here = await home();
  const concern = await raise(here, here.sami, here.sami.id, 'urgent');
  const close = { id: newId(), concern, outcome: 'safe-now' as const, because: 'She is with her sister.' };
  const asLea = <T>(work: Parameters<typeof here.as<T>>[1]) => here.as(here.lea, work);
  expect(await asLea((tx) => proposeClosing(tx, close, here.lea))).toBe('not-acknowledged');
  await asLea((tx) => acknowledge(tx, { id: newId(), concern }, here.lea));
  expect(await asLea((tx) => proposeClosing(tx, close, here.lea))).toBe('nothing-done');
  await asLea((tx) => act(tx, { id: newId(), concern, done: 'Called her.' }, here.lea));
  expect(await asLea((tx) => proposeClosing(tx, close, here.lea))).toBeNull();
  expect(await asLea((tx) => confirmClosing(tx, concern, here.lea))).toBe('second-person-needed');
  const forced = asLea((tx) =>
    tx
      .updateTable('concern_closings')
      .set({ confirmed_by: here.lea.id, confirmed_at: now() })
      .where('concern_id', '=', concern)
      .execute()
  );
  await expect(forced).rejects.toThrow(/closing_needs_a_second_person/);
  expect(await here.as(here.cora, (tx) => confirmClosing(tx, concern, here.cora))).toBeNull();
  expect(
    await asLea((tx) => concernsVisibleTo(tx, here.lea).where('concern.id', '=', concern).executeTakeFirst())
  ).toMatchObject({ outcome: 'safe-now', closed_at: expect.any(Date) });
  expect(await asLea((tx) => act(tx, { id: newId(), concern, done: 'More.' }, here.lea))).toBe('closed');
});

test('opening again starts the clock again', async () => {
  const here = await home();
  const concern = await raise(here, here.sami, null, 'urgent');
  await sweep();
  await here.as(here.lea, (tx) => acknowledge(tx, { id: newId(), concern }, here.lea));
  await here.as(here.lea, (tx) => act(tx, { id: newId(), concern, done: 'Called.' }, here.lea));
  await here.as(here.lea, (tx) =>
    proposeClosing(tx, { id: newId(), concern, outcome: 'referred', because: 'Clinic has her.' }, here.lea)
  );
  await here.as(here.cora, (tx) => confirmClosing(tx, concern, here.cora));
  expect(await here.as(here.cora, (tx) => reopen(tx, concern, here.cora))).toBeNull();
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Lea', 'first Lea']);
});

test('urgency goes up with a clock of its own, and never down, not even in the database', async () => {
  const here = await home();
  const concern = await raise(here, here.sami, null, 'priority');
  await sweep();
  expect(
    await here.as(here.lea, (tx) => raiseUrgency(tx, { concern, urgency: 'immediate' }, here.lea))
  ).toBeNull();
  expect(await here.as(here.lea, (tx) => raiseUrgency(tx, { concern, urgency: 'urgent' }, here.lea))).toBe(
    'not-higher'
  );
  later(5);
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Lea', 'first Lea', 'second Cora']);
  const lowered = here.as(here.lea, (tx) =>
    tx
      .insertInto('concern_rounds')
      .values({
        organisation_id: here.organisation,
        concern_id: concern,
        number: 3,
        urgency: 'priority',
        why: 'urgency-raised',
        begun_by: here.lea.id,
        began_at: now()
      })
      .execute()
  );
  await expect(lowered).rejects.toThrow(/never lowered/);
});

test('the person on call is called before the ladder, and sees that concern and no other', async () => {
  const here = await home();
  const otto = await here.person('Otto', 'supervisor');
  await here.asSystem((tx) =>
    tx
      .insertInto('on_call_shifts')
      .values({
        organisation_id: here.organisation,
        id: newId(),
        person_id: otto.id,
        step: 'first',
        starts_at: new Date(now().getTime() - 1000),
        ends_at: new Date(now().getTime() + 3_600_000),
        set_at: now()
      })
      .execute()
  );
  const concern = await raise(here, here.sami, null);
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Otto']);
  // Otto sees this concern because he was called to it, and no other.
  const other = await raise(here, here.sami, null, 'priority');
  expect(await here.as(otto, (tx) => concernsVisibleTo(tx, otto).execute())).toMatchObject([{ id: concern }]);
  await here.as(otto, (tx) => acknowledge(tx, { id: newId(), concern }, otto));
  expect(await here.as(otto, (tx) => acknowledge(tx, { id: newId(), concern: other }, otto))).toBe(
    'not-found'
  );
});

test('a colleague a concern is about does not see it, is not called, and finds no trace of it in the record', async () => {
  const here = await home();
  const concern = await raise(here, here.sami, here.lea.id);
  await sweep();
  expect(await paged(here, concern)).toEqual(['first Cora']);
  expect(await here.as(here.lea, (tx) => concernsVisibleTo(tx, here.lea).execute())).toEqual([]);
  expect(await here.as(here.lea, (tx) => auditOf(tx, here.lea.id).execute())).toEqual([]);
  expect(await here.as(here.baobab, (tx) => openIncident(tx, [here.lea.id, here.cora.id]))).toEqual(
    new Set([here.lea.id])
  );
});

test('one concern nobody can be called to does not silence the others, and waits for somebody', async () => {
  const here = await village(database);
  const lea = await here.person('Lea', 'safeguarding-lead');
  const sami = await here.person('Sami', 'supporter');
  const aboutLea = await raise(here, sami, lea.id);
  const other = await raise(here, sami, null);
  await sweep();
  expect(await paged(here, aboutLea)).toEqual([]);
  expect(await paged(here, other)).toEqual(['first Lea']);
  await here.person('Cora', 'coordinator');
  await sweep();
  expect(await paged(here, aboutLea)).toEqual(['first Cora']);
});

test('another supporter, another seeker and another organisation see nothing', async () => {
  const here = await home();
  await raise(here, here.sami, here.sami.id);
  const stranger = await here.person('Tess', 'supporter');
  const elsewhere = await home();
  for (const person of [stranger, here.baobab])
    expect(await here.as(person, (tx) => tx.selectFrom('concerns').selectAll().execute())).toEqual([]);
  expect(await elsewhere.as(elsewhere.lea, (tx) => tx.selectFrom('concerns').selectAll().execute())).toEqual(
    []
  );
  expect(await here.as(here.sami, (tx) => tx.selectFrom('concern_actions').selectAll().execute())).toEqual(
    []
  );
});

test('whoever opens what was said is seen by the person it is about', async () => {
  const here = await home();
  const concern = await raise(here, here.baobab, here.baobab.id);
  const words = await here.as(here.lea, (tx) => wordsOf(tx, concern, here.lea, 'I am on call'));
  expect(words?.said).toBe(sentence);
  const seen = await here.as(here.baobab, (tx) => auditOf(tx, here.baobab.id).execute());
  expect(seen).toContainEqual(
    expect.objectContaining({ action: 'concerns.read', actor_id: here.lea.id, reason: 'I am on call' })
  );
});

test('the same form sent twice is one concern', async () => {
  const here = await home();
  const id = newId();
  for (let i = 0; i < 2; i += 1)
    await here.as(here.sami, (tx) =>
      raiseConcern(tx, { id, about: null, urgency: 'urgent', said: 'x' }, here.sami)
    );
  expect(await here.as(here.lea, (tx) => concernsVisibleTo(tx, here.lea).execute())).toHaveLength(1);
  expect(await here.as(here.lea, (tx) => todayFor(tx, here.lea))).toMatchObject([
    { urgency: 'now', href: `/safeguarding/concerns/${id}` }
  ]);
});

test('a PHQ-9 answer above zero to item 9 raises an immediate concern with the answer, and again it does not', async () => {
  const here = await home();
  const response = {
    id: newId(),
    subject: here.baobab.id,
    instrument: 'phq-9' as const,
    answers: [0, 0, 0, 0, 0, 0, 0, 0, 1],
    at: now()
  };
  for (let i = 0; i < 2; i += 1)
    await here.as(here.baobab, (tx) => recordResponse(tx, response, here.baobab));
  const calm = { ...response, id: newId(), answers: [3, 3, 3, 3, 3, 3, 3, 3, 0] };
  await here.as(here.baobab, (tx) => recordResponse(tx, calm, here.baobab));
  await sweep();
  const concerns = await here.as(here.lea, (tx) => concernsVisibleTo(tx, here.lea).execute());
  expect(concerns).toMatchObject([
    { urgency: 'immediate', about_id: here.baobab.id, response_id: response.id }
  ]);
  expect(await paged(here, concerns[0]!.id)).toEqual(['first Lea']);
});
