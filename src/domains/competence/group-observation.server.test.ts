import { expect, test } from 'vitest';
import { dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { assessmentsToDo, openObservations, todayFor } from './index.server.ts';
import { clinic } from './watching.testing.server.ts';

const database = onDatabase();

test('a whole workshop is opened for two assessors at once: whoever is among the assessors is named, and a second sending adds nothing', async () => {
  const here = await clinic(database);
  const { as, ada, ben, person } = here;
  const names = ['Amina', 'Baraka', 'Chausiku', 'Daudi', 'Esther', 'Farid', 'Grace', 'Hodan'];
  const learners = [];
  for (const name of names) learners.push(await person(name, 'supporter'));
  const group = {
    people: [...learners, ben].map(({ id }) => ({ id: newId(), person: id })),
    rubric: 'foundational-helping',
    context: 'role-play' as const,
    observedOn: dayIn('UTC'),
    secondAssessor: ben.id
  };
  for (let time = 0; time < 2; time++)
    expect(await as(ada, (tx) => openObservations(tx, group, ada))).toEqual({
      opened: 8,
      refused: [{ person: ben.id, refusal: 'oneself' }]
    });
  for (const assessor of [ada, ben]) {
    const toDo = await as(assessor, (tx) => assessmentsToDo(tx, assessor).execute());
    expect(toDo.map((one) => one.person_name).sort()).toEqual(names);
    expect(toDo.every(({ scenario }) => scenario)).toBe(true);
  }
  // Eight lines would bury the rest of the day.
  const today = await as(ada, (tx) => todayFor(tx, ada));
  expect(today.filter(({ key }) => key.startsWith('assessment'))).toMatchObject([
    { key: 'assessments', href: '/competence/assess' }
  ]);
});
