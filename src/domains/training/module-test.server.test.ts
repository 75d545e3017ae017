import { expect, test } from 'vitest';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { publishSmallCourse } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  adoptCurricula,
  handIn,
  modulesVisibleTo,
  moduleTests,
  pathsOf,
  setModuleTest,
  takeUpCourse,
  testsTakenBy
} from './index.server.ts';

const database = onDatabase();

async function school() {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  await place.as(cora, (tx) => adoptCurricula(tx, 'To begin with', cora));
  const { course, quiz, answered } = await place.as(cora, (tx) => publishSmallCourse(tx, cora));
  const known = await place.as(cora, (tx) => modulesVisibleTo(tx, cora));
  const module = known.find(({ slug }) => slug === 'being-there')!.module;
  const ask = (test: { insteadOfHours: boolean } | null, id = newId(), by = cora) =>
    place.as(by, (tx) => setModuleTest(tx, { id, module, test: test && { course, quiz, ...test } }, by));
  await place.as(amina, (tx) => takeUpCourse(tx, course, amina));
  const answer = (right: number, number: number) =>
    place.as(amina, (tx) =>
      handIn(
        tx,
        {
          ...{ id: newId(), course, quiz, version: 1, number, occasion: 'course', workshop: null },
          ...{ answers: answered(right), madeAt: now() }
        },
        amina
      )
    );
  const standing = async () => {
    const paths = await place.as(amina, (tx) => pathsOf(tx, amina));
    return paths[0]!.standing.find((one) => one.module === module)!;
  };
  return { ...place, cora, amina, course, quiz, module, ask, answer, standing };
}

test('who passes the test of a module has done it where the course stands in for the hours', async () => {
  const { ask, answer, standing } = await school();
  expect(await standing()).toMatchObject({ standing: 'open', test: 'none' });
  expect(await ask({ insteadOfHours: true })).toBeNull();
  expect(await standing()).toMatchObject({ standing: 'open', test: 'open' });
  expect(await answer(1, 1)).toBeNull();
  expect(await standing()).toMatchObject({ standing: 'open', test: 'open' });
  expect(await answer(3, 2)).toBeNull();
  // The best attempt counts in this quiz, whatever came later.
  expect(await answer(0, 3)).toBeNull();
  expect(await standing()).toMatchObject({ standing: 'done', hours: 0, test: 'passed-alone' });
});

test('where the hours are asked for as well, passing puts a module under way', async () => {
  const { ask, answer, standing } = await school();
  await ask({ insteadOfHours: false });
  await answer(4, 1);
  expect(await standing()).toMatchObject({ standing: 'under-way', test: 'passed' });
  await ask(null);
  expect(await standing()).toMatchObject({ standing: 'open', test: 'none' });
});

test('a test is set once for one form, by who publishes curricula, and stays in the record', async () => {
  const { as, cora, amina, module, course, ask } = await school();
  const form = newId();
  expect([
    await ask({ insteadOfHours: true }, form),
    await ask({ insteadOfHours: true }, form),
    await ask({ insteadOfHours: true })
  ]).toEqual([null, null, null]);
  expect(await ask(null, newId(), amina)).toBe('not-yours-to-publish');
  const elsewhere = { id: newId(), module, test: { course, quiz: newId(), insteadOfHours: false } };
  expect(await as(cora, (tx) => setModuleTest(tx, elsewhere, cora))).toBe('no-such-quiz');
  const { rows } = await database.owner.query('select from module_tests where module_id = $1', [module]);
  expect(rows).toHaveLength(1);
  expect((await as(amina, (tx) => moduleTests(tx))).get(module)).toMatchObject({
    course,
    courseTitle: 'Listening'
  });
  await expect(database.owner.query('delete from module_tests')).rejects.toThrow(/append-only/);
});

test('another learner’s tests are not seen', async () => {
  const { as, person, amina, answer } = await school();
  await answer(4, 1);
  const ben = await person('Ben', 'supporter');
  expect((await as(ben, (tx) => testsTakenBy(tx, [amina.id]))).size).toBe(0);
  expect((await as(amina, (tx) => testsTakenBy(tx, [amina.id]))).get(amina.id)).toMatchObject([
    { share: 1, passed: true }
  ]);
});
