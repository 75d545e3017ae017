import { expect, test } from 'vitest';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { addSmallPackage, publishSmallCourse, sayInPackage } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  adoptCurricula,
  cohortOfCourse,
  coursesPassedBy,
  finishLessons,
  handIn,
  modulesVisibleTo,
  moduleTests,
  pathsOf,
  removePackage,
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
  const { course, quiz, lesson, answered } = await place.as(cora, (tx) => publishSmallCourse(tx, cora));
  const known = await place.as(cora, (tx) => modulesVisibleTo(tx, cora));
  const module = known.find(({ slug }) => slug === 'being-there')!.module;
  const ask = (test: { insteadOfHours: boolean } | null, id = newId(), by = cora) =>
    place.as(by, (tx) =>
      setModuleTest(tx, { id, module, test: test && { course, part: quiz, ...test } }, by)
    );
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
  return { ...place, cora, amina, course, quiz, lesson, module, ask, answer, standing };
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
  const elsewhere = { id: newId(), module, test: { course, part: newId(), insteadOfHours: false } };
  expect(await as(cora, (tx) => setModuleTest(tx, elsewhere, cora))).toBe('no-such-test');
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

/** A package in the course as well; the module asks for it. */
async function packaged(insteadOfHours = true) {
  const place = await school();
  const { as, cora, amina, course, module } = place;
  const pack = await as(cora, (tx) => addSmallPackage(tx, course, cora));
  const test = { course, part: pack, insteadOfHours };
  expect(await as(cora, (tx) => setModuleTest(tx, { id: newId(), module, test }, cora))).toBeNull();
  let minutes = 0;
  const says = async (status: string, raw?: string, exit: 'suspend' | '' = '') => {
    moveClock(new Date(Date.now() + (minutes += 5) * 60_000));
    const said = { status, exit, ...(raw && { raw }) };
    await as(amina, (tx) => sayInPackage(tx, { course, package: pack }, said, amina));
  };
  const taken = async () =>
    (await as(cora, (tx) => testsTakenBy(tx, [amina.id])))
      .get(amina.id)
      ?.find(({ test }) => test.endsWith(pack));
  return { ...place, pack, says, taken };
}

test('who passes the package a module asks for has done it; below its mastery it is not, and nothing later takes it away', async () => {
  const { says, standing, taken } = await packaged();
  expect(await standing()).toMatchObject({ standing: 'open', test: 'open' });
  // The script calls it completed, or even passed; the score decides.
  await says('completed', '79');
  expect(await standing()).toMatchObject({ standing: 'open', test: 'open' });
  await says('passed', '40');
  expect(await taken()).toMatchObject({ passed: false, share: 0.79 });
  await says('completed', '80', 'suspend');
  expect(await standing()).toMatchObject({ standing: 'done', hours: 0, test: 'passed-alone' });
  const passed = await taken();
  expect(passed).toMatchObject({ passed: true, share: 0.8 });
  // The same attempt, gone on with, and then another one.
  await says('incomplete', '10', 'suspend');
  await says('failed', '0');
  await says('failed', '5');
  expect(await taken()).toEqual(passed);
  expect(await standing()).toMatchObject({ standing: 'done' });
});

test('gone through without the score that its package asks for is not passed', async () => {
  const { says, standing, taken } = await packaged();
  await says('completed');
  expect(await standing()).toMatchObject({ standing: 'open', test: 'open' });
  expect(await taken()).toMatchObject({ passed: false, share: null });
  await says('passed');
  expect(await standing()).toMatchObject({ standing: 'done' });
});

test('a package counts beside the hours where they are asked for as well, for who looks at the cohort, and as something learned', async () => {
  const { as, cora, amina, course, lesson, says, standing, pack } = await packaged(false);
  const cohort = async () => (await as(cora, (tx) => cohortOfCourse(tx, course, cora)))[0];
  // A lesson is a lesson, wherever it was made: one of two is done.
  await as(amina, (tx) => finishLessons(tx, { course, lessons: [lesson], at: now() }, amina));
  expect(await cohort()).toMatchObject({ lessons: { done: 1, all: 1 }, packages: { done: 0, all: 1 } });
  await says('passed', '100');
  expect(await standing()).toMatchObject({ standing: 'under-way', test: 'passed' });
  expect(await cohort()).toMatchObject({ packages: { done: 1, all: 1 } });
  const passed = () => as(amina, (tx) => coursesPassedBy(tx, amina.id));
  expect(await passed()).toMatchObject([{ title: 'The pause' }]);
  await as(cora, (tx) => removePackage(tx, { course, id: pack }, cora));
  expect(await passed()).toHaveLength(1);
  expect(await standing()).toMatchObject({ standing: 'under-way', test: 'passed' });
});
