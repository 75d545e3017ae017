import { expect, test } from 'vitest';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { sweepNow } from '#platform/jobs/index.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { aWorkshop, inMay } from '#platform/testing/workshop.ts';
import type { WorkshopWords } from './index.ts';
import {
  assembleTraining,
  calendarOfWorkshop,
  cancelWorkshop,
  changeWords,
  enrol,
  markAttendance,
  scheduleWorkshop,
  trainingHoursOf,
  wordsBefore,
  workshopsVisibleTo
} from './index.server.ts';

const database = onDatabase();
const at = (text: string) => new Date(`${text}Z`);
const planned: WorkshopWords = {
  title: 'Listening well',
  aims: 'Listen without judging',
  kind: 'foundational-helping',
  language: 'en',
  alsoIn: []
};

/** Cora planned a workshop on the first of June that Tom teaches; Amina has its one seat and Ben waits. It is May. */
async function misnamed() {
  const place = await inMay(database);
  const { as, cora, amina } = place;
  const tom = await place.person('Tom', 'trainer');
  const ben = await place.person('Ben', 'supporter');
  const [workshop, session] = [newId(), newId()];
  const sessions = [{ id: session, startsAt: at('2026-06-01T06:00'), endsAt: at('2026-06-01T13:00') }];
  await as(cora, (tx) =>
    scheduleWorkshop(tx, aWorkshop({ id: workshop, seats: 1, trainers: [tom.id], sessions }), cora)
  );
  for (const person of [amina, ben])
    await as(person, (tx) => enrol(tx, { id: newId(), workshop, waitingList: true }, person));
  const reword = (words: Partial<WorkshopWords>, { id = newId(), who = cora } = {}) =>
    as(who, (tx) =>
      changeWords(
        tx,
        { id, workshop, words: { ...planned, ...words }, reason: 'Two come who speak Swahili' },
        who
      )
    );
  const come = () => {
    moveClock(at('2026-06-01T09:00'));
    const marks = [{ id: newId(), person: amina.id, presence: 'present' as const }];
    return as(cora, (tx) => markAttendance(tx, { session, marks }, cora));
  };
  const shown = () =>
    as(amina, (tx) =>
      workshopsVisibleTo(tx, amina).where('workshops.id', '=', workshop).executeTakeFirstOrThrow()
    );
  const letters = () =>
    place.asSystem((tx) =>
      tx
        .selectFrom('outgoing_mails')
        .innerJoin('people', 'people.id', 'outgoing_mails.to_person_id')
        .select(['people.name', 'subject', 'body'])
        .orderBy('people.name')
        .execute()
    );
  return { ...place, workshop, reword, come, shown, letters };
}

test('whoever has a place, waits or teaches hears that the words changed, in a letter that says none of them; what stood there is kept', async () => {
  const { as, cora, workshop, reword, shown, letters } = await misnamed();
  const words = { title: 'Listening in two languages', language: 'sw', alsoIn: ['en', 'sw'] };
  const id = newId();
  expect(await reword(words, { id })).toBeNull();
  expect(await reword(words, { id })).toBeNull();
  expect(await shown()).toMatchObject({ title: words.title, language: 'sw', also_in: ['en'] });
  expect(await as(cora, (tx) => wordsBefore(tx, workshop))).toMatchObject([
    { words: planned, reason: 'Two come who speak Swahili', by: 'Cora' }
  ]);
  const told = await letters();
  expect(told.map(({ name }) => name)).toEqual(['Amina', 'Ben', 'Tom']);
  for (const { subject, body } of told) expect(`${subject} ${body}`).not.toMatch(/listening|swahili/i);
});

test('better aims are told to nobody, and what is no change is refused', async () => {
  const { reword, shown, letters } = await misnamed();
  expect(await reword({})).toBe('same-words');
  expect(await reword({ aims: 'Listen, and say back what was heard' })).toBeNull();
  expect((await shown()).aims).toMatch(/say back/);
  expect(await letters()).toEqual([]);
});

test('calendars say neither title nor language, so they stay as they are', async () => {
  assembleTraining();
  const { as, amina, workshop, reword, letters } = await misnamed();
  await sweepNow(database.database, 'training-invitations');
  const before = (await letters()).length;
  const file = () => as(amina, (tx) => calendarOfWorkshop(tx, workshop, amina));
  const kept = await file();
  await reword({ title: 'Listening in two languages', kind: 'cultural-care' });
  await sweepNow(database.database, 'training-invitations');
  expect(await file()).toBe(kept);
  expect(kept).not.toMatch(/listening/i);
  expect((await letters()).length, 'the three letters, and no dates').toBe(before + 3);
});

test('once it has begun its title is still put right, and what people came to stays', async () => {
  const { as, amina, reword, come, shown } = await misnamed();
  expect(await reword({ kind: 'problem-management' })).toBeNull();
  moveClock(at('2026-06-01T09:00'));
  const given = { kind: 'problem-management' as const };
  expect(await reword({ ...given, kind: 'child-safeguarding' })).toBe('only-words-once-begun');
  expect(await reword({ ...given, alsoIn: ['sw'] })).toBe('only-words-once-begun');
  await come();
  moveClock(at('2026-07-01T09:00'));
  expect(await reword({ ...given, title: 'Managing problems' })).toBeNull();
  expect(await shown()).toMatchObject({ title: 'Managing problems', kind: 'problem-management' });
  expect(await as(amina, (tx) => trainingHoursOf(tx, amina.id))).toMatchObject([
    { kind: 'problem-management', hours: 7 }
  ]);
});

test('the database keeps the kind of a workshop that somebody attended, by itself', async () => {
  const { as, cora, workshop, come } = await misnamed();
  await come();
  const quietly = as(cora, (tx) =>
    tx.updateTable('workshops').set({ kind: 'other' }).where('id', '=', workshop).execute()
  );
  await expect(quietly).rejects.toThrow(/attended as another kind/);
});

test('a workshop that is off keeps its words, and only who plans changes any', async () => {
  const { as, amina, cora, workshop, reword } = await misnamed();
  expect(await reword({ title: 'Mine' }, { who: amina })).toBe('not-yours-to-change');
  await as(cora, (tx) => cancelWorkshop(tx, { workshop, reason: 'Too few' }, cora));
  expect(await reword({ title: 'Another' })).toBe('workshop-cancelled');
});
