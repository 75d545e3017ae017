import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { aWorkshop } from '#platform/testing/workshop.ts';
import {
  answerInvitation,
  assembleTraining,
  cancelWorkshop,
  enrol,
  invitationsOf,
  invitationsToAnswer,
  invitationTo,
  inviteTo,
  scheduleWorkshop,
  todayFor,
  withdrawInvitation,
  workshopsVisibleTo
} from './index.server.ts';
import type { InvitationAnswer } from './index.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);

assembleTraining();

/** Cora asks Amina, who reads French, and Ben to a workshop with one seat in June; nobody asked Chidi. It is May. */
async function asked() {
  moveClock(at('2026-05-01T08:00'));
  const place = await village(database);
  const { as, asSystem } = place;
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  const ben = await place.person('Ben', 'supporter');
  const chidi = await place.person('Chidi', 'supporter');
  await database.owner.query(`update people set language = 'fr' where id = $1`, [amina.id]);
  const workshop = newId();
  await as(cora, (tx) =>
    scheduleWorkshop(
      tx,
      aWorkshop({
        id: workshop,
        seats: 1,
        byInvitation: true,
        sessions: [{ id: newId(), startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T13:00') }]
      }),
      cora
    )
  );
  const invite = (people: Person[], who = cora) =>
    as(who, (tx) => inviteTo(tx, { workshop, people: people.map(({ id }) => id) }, who));
  expect(await invite([amina, ben])).toBeNull();
  const answer = (person: Person, given: InvitationAnswer) =>
    as(person, (tx) => answerInvitation(tx, { id: newId(), workshop, answer: given }, person));
  const takeBack = (person: Person, reason = 'The hall is too small', who = cora) =>
    as(who, async (tx) => {
      const of = await invitationsOf(tx, workshop);
      const open = of.find(({ person_id, withdrawn_at }) => person_id === person.id && !withdrawn_at);
      return withdrawInvitation(tx, { invitation: open?.id ?? newId(), reason }, who);
    });
  const take = (person: Person) => as(person, (tx) => enrol(tx, { id: newId(), workshop }, person));
  const seen = (person: Person) =>
    as(person, (tx) =>
      workshopsVisibleTo(tx, person).where('workshops.id', '=', workshop).executeTakeFirstOrThrow()
    );
  const mails = () =>
    asSystem((tx) =>
      tx
        .selectFrom('outgoing_mails')
        .select(['subject', 'body'])
        .orderBy('written_at')
        .orderBy('id')
        .execute()
    );
  return { ...place, cora, amina, ben, chidi, workshop, invite, answer, takeBack, take, seen, mails };
}

test('who says yes has a seat, or waits when there is none left; who says no has nothing', async () => {
  const { as, cora, amina, ben, workshop, answer, seen } = await asked();
  expect(await answer(amina, 'accepted')).toBeNull();
  expect((await seen(amina)).my_seat_since).not.toBeNull();
  expect(await answer(ben, 'accepted')).toBeNull();
  expect(await seen(ben)).toMatchObject({ my_seat_since: null, waiting: 1 });
  expect(await answer(amina, 'declined')).toBeNull();
  expect((await seen(amina)).my_enrolment).toBeNull();
  expect((await seen(ben)).my_seat_since).not.toBeNull();
  expect(await as(cora, (tx) => invitationsOf(tx, workshop))).toMatchObject([
    { name: 'Amina', answer: 'declined' },
    { name: 'Ben', answer: 'accepted' }
  ]);
});

test('nobody else takes a seat, not even a program for them; who runs it may put them on the list', async () => {
  const { as, cora, chidi, workshop, take, answer } = await asked();
  expect(await take(chidi)).toBe('by-invitation');
  expect(await answer(chidi, 'accepted')).toBe('not-invited');
  const quietly = as(chidi, (tx) =>
    tx
      .insertInto('enrolments')
      .values({
        organisation_id: chidi.organisation.id,
        id: newId(),
        workshop_id: workshop,
        person_id: chidi.id,
        asked_at: at('2026-05-01T08:00')
      })
      .execute()
  );
  await expect(quietly).rejects.toThrow(/row-level security/);
  expect(await as(cora, (tx) => enrol(tx, { id: newId(), workshop, attendee: chidi.id }, cora))).toBeNull();
});

test('the mail is in the person’s language and does not say what it is about', async () => {
  const { workshop, mails } = await asked();
  const sent = await mails();
  expect(sent).toHaveLength(2);
  expect(sent[0]!.subject).toBe('Une question sur votre calendrier');
  for (const { subject, body } of sent) {
    expect(subject + body).not.toMatch(/Listening|workshop\b(?!s)|library/);
    expect(body).toContain(workshop);
  }
});

test('who has not answered is reminded after three days and after a week, once each; who has is left in peace', async () => {
  const { amina, answer, mails } = await asked();
  await answer(amina, 'declined');
  const count = async (day: string) => {
    moveClock(at(`2026-05-${day}T09:00`));
    await sweepNow(database.database, 'training-answers');
    await sweepNow(database.database, 'training-answers');
    return (await mails()).length;
  };
  expect(await count('03')).toBe(2);
  expect(await count('04')).toBe(3);
  expect(await count('06')).toBe(3);
  expect(await count('08')).toBe(4);
  expect(await count('20')).toBe(4);
});

test('a workshop that is off reminds nobody and asks nobody', async () => {
  const { as, cora, ben, chidi, workshop, invite, mails } = await asked();
  await as(cora, (tx) => cancelWorkshop(tx, { workshop, reason: 'Rain' }, cora));
  const before = (await mails()).length;
  moveClock(at('2026-05-10T09:00'));
  await sweepNow(database.database, 'training-answers');
  expect(await mails()).toHaveLength(before);
  expect(await invite([chidi])).toBe('workshop-cancelled');
  expect(await as(ben, (tx) => invitationsToAnswer(tx, ben))).toEqual([]);
});

test('an invitation waits on Today until it is answered, and is sent once', async () => {
  const { as, ben, amina, invite, answer, mails } = await asked();
  const today = (person: Person) => as(person, (tx) => todayFor(tx, person));
  expect(await today(ben)).toMatchObject([{ title: 'You are invited to Listening well' }]);
  await invite([ben, amina]);
  expect(await mails()).toHaveLength(2);
  await answer(ben, 'declined');
  expect(await today(ben)).toEqual([]);
  expect(await invite([ben], amina)).toBe('not-yours-to-enrol');
  expect(await invite([])).toBe('nobody-chosen');
});

test('an invitation is taken back with words: the seat goes to the next, the calendar loses the day, a mail says no more than that', async () => {
  const { as, amina, ben, workshop, answer, takeBack, take, seen, mails } = await asked();
  await answer(amina, 'accepted');
  await answer(ben, 'accepted');
  await sweepNow(database.database, 'training-invitations');
  expect(await takeBack(amina)).toBeNull();
  expect((await seen(amina)).my_enrolment).toBeNull();
  expect((await seen(ben)).my_seat_since).not.toBeNull();
  expect(await as(amina, (tx) => invitationTo(tx, workshop, amina))).toMatchObject({
    withdrawn_because: 'The hall is too small'
  });
  expect(await take(amina)).toBe('by-invitation');
  expect(await answer(amina, 'accepted')).toBe('not-invited');
  const told = (await mails()).filter(({ body }) => body.includes('Lisez pourquoi'));
  expect(told).toMatchObject([{ subject: 'Un changement dans votre agenda' }]);
  expect(told[0]!.body).not.toMatch(/hall|Listening|library/);
  await sweepNow(database.database, 'training-invitations');
  const { rows } = await database.owner.query(
    `select calendars -> 0 ->> 'method' as method from outgoing_mails
     where to_person_id = $1 and calendars is not null order by written_at, id`,
    [amina.id]
  );
  expect(rows).toEqual([{ method: 'REQUEST' }, { method: 'CANCEL' }]);
});

test('who is asked again after it was taken back has a new invitation, to be answered and reminded of anew', async () => {
  const { as, cora, ben, workshop, invite, answer, takeBack, mails } = await asked();
  await answer(ben, 'declined');
  expect(await takeBack(ben)).toBeNull();
  moveClock(at('2026-05-02T08:00'));
  expect(await invite([ben])).toBeNull();
  expect(await as(ben, (tx) => invitationTo(tx, workshop, ben))).toMatchObject({
    answer: null,
    withdrawn_at: null
  });
  expect((await as(cora, (tx) => invitationsOf(tx, workshop))).map(({ name }) => name)).toEqual([
    'Amina',
    'Ben',
    'Ben'
  ]);
  expect(await answer(ben, 'accepted')).toBeNull();
  expect(await takeBack(ben)).toBeNull();
  const written = (await mails()).length;
  moveClock(at('2026-05-20T08:00'));
  await sweepNow(database.database, 'training-answers');
  // Amina alone is still asked for an answer: twice.
  expect(await mails()).toHaveLength(written + 2);
  expect(await as(ben, (tx) => todayFor(tx, ben))).toEqual([]);
});

test('only who runs a workshop takes an invitation back, while it is still to come, and nobody rewrites one', async () => {
  const { as, cora, amina, ben, chidi, workshop, takeBack } = await asked();
  expect(await takeBack(amina, 'No', ben)).toBe('not-yours-to-enrol');
  const quietly = (set: object) =>
    as(amina, (tx) => tx.updateTable('workshop_invitations').set(set).execute());
  await quietly({ withdrawn_at: at('2026-05-01T08:00'), withdrawn_because: 'No' });
  expect(await as(amina, (tx) => invitationTo(tx, workshop, amina))).toMatchObject({ withdrawn_at: null });
  await expect(database.owner.query('update workshop_invitations set invited_at = now()')).rejects.toThrow(
    /append-only/
  );
  await as(cora, (tx) => cancelWorkshop(tx, { workshop, reason: 'Rain' }, cora));
  expect(await takeBack(amina)).toBe('workshop-cancelled');
  expect(await takeBack(chidi)).toBe('not-invited');
});

test('one person sees their own invitation, and nobody else’s', async () => {
  const { as, ben, workshop } = await asked();
  expect(await as(ben, (tx) => invitationsOf(tx, workshop))).toHaveLength(1);
});
