import { beforeAll, expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { suggestedDays } from './index.ts';
import {
  addTask,
  assessmentsToDo,
  completeTask,
  endPlan,
  makePlan,
  plansOf,
  planVisibleTo,
  practiceNeededBy,
  todayFor,
  withdrawAssessment,
  type NewTask
} from './index.server.ts';
import { basic, handIn, handInNext, watch } from './watching.testing.server.ts';

const database = onDatabase();
const rubric = 'foundational-helping';
const harmful = [...basic, 'harm.harmful.1'];
const today = dayIn('UTC');

let here: Village;
let ada: Person;
let ben: Person;
let sam: Person;
let learners = 0;

beforeAll(async () => {
  here = await village(database);
  ada = await here.person('Ada', 'assessor');
  ben = await here.person('Ben', 'supervisor');
});

async function assess(helper: Person, ticks: string[], second?: string[]): Promise<void> {
  await handIn(here, ada, await watch(here, helper, { by: ada, second: second && ben }), ticks);
  if (second) await handInNext(here, ben, second);
}

const task = (change: Partial<NewTask> = {}): NewTask => ({
  kind: 'practice',
  item: 'harm',
  title: 'Ask about harm while Ben watches',
  module: null,
  helper: ben.id,
  dueOn: addDays(today, 3),
  ...change
});

async function planned(...tasks: NewTask[]): Promise<string> {
  sam = await here.person(`Sam ${(learners += 1)}`, 'supporter');
  await assess(sam, harmful);
  const id = newId();
  const made = await here.as(ada, (tx) =>
    makePlan(tx, { id, helper: sam.id, rubric, tasks: tasks.length ? tasks : [task()] }, ada)
  );
  expect(made).toBeNull();
  return id;
}
const outcome = async (id: string) =>
  (await here.as(sam, (tx) => planVisibleTo(tx, id, sam)))?.closing?.outcome ?? null;

test('after a harmful assessment a plan is made, the learner ticks it with evidence, and both are reminded', async () => {
  const id = await planned();
  const mine = (person: Person) =>
    here.as(person, async (tx) =>
      (await todayFor(tx, person)).filter(({ href }) => href === `/competence/practice/${id}`)
    );
  expect(await mine(sam)).toHaveLength(1);
  expect(await mine(ben)).toHaveLength(1);
  expect(await mine(ada)).toEqual([]);
  const [plan] = await here.as(sam, (tx) => plansOf(tx, sam.id, sam));
  const evidence = 'Ben watched on Tuesday.';
  const tick = () =>
    here.as(sam, (tx) => completeTask(tx, { plan: id, task: plan!.tasks[0]!.id, evidence }, sam));
  expect(await tick()).toBeNull();
  expect(await tick()).toBeNull();
  const [done] = await here.as(ben, (tx) => plansOf(tx, sam.id, ben));
  expect(done!.tasks[0]!.done).toMatchObject({ evidence, by: sam.name });
  expect(await mine(sam)).toEqual([]);
});

test('a re-assessment closes the plan by what was seen', async () => {
  const first = await planned();
  await assess(sam, harmful);
  expect(await outcome(first)).toBe('not-reached');
  const second = newId();
  await here.as(ada, (tx) => makePlan(tx, { id: second, helper: sam.id, rubric, tasks: [task()] }, ada));
  await assess(sam, basic);
  expect(await outcome(second)).toBe('reached');
  expect(await here.as(sam, (tx) => plansOf(tx, sam.id, sam))).toHaveLength(2);
  expect(await here.as(ada, (tx) => practiceNeededBy(tx, sam.id, ada))).toEqual([]);
});

test('with two assessors the plan waits for both', async () => {
  const id = await planned();
  await assess(sam, basic, basic);
  expect(await outcome(id)).toBe('reached');
});

test('a plan that waits for a second assessor waits no longer once they were not there', async () => {
  const id = await planned();
  await handIn(here, ada, await watch(here, sam, { by: ada, second: ben }), basic);
  expect(await outcome(id)).toBeNull();
  const [mine] = await here.as(ben, (tx) => assessmentsToDo(tx, ben).execute());
  const assessment = mine!.id;
  await here.as(ben, (tx) => withdrawAssessment(tx, { assessment, cause: 'not-watched' }, ben));
  expect(await outcome(id)).toBe('reached');
});

test('another supporter knows nothing of the plan, and the learner neither adds to it nor ends it', async () => {
  const id = await planned();
  const sol = await here.person('Sol', 'supporter');
  expect(await here.as(sol, (tx) => planVisibleTo(tx, id, sol))).toBeNull();
  expect(await here.as(sol, (tx) => completeTask(tx, { plan: id, task: newId(), evidence: 'x' }, sol))).toBe(
    'not-yours'
  );
  expect(await here.as(sam, (tx) => addTask(tx, { id: newId(), plan: id, ...task() }, sam))).toBe(
    'not-yours'
  );
  expect(await here.as(sam, (tx) => endPlan(tx, { plan: id, reason: 'Enough' }, sam))).toBe('not-yours');
});

test('an ended plan takes no more tasks, and only one is open at a time', async () => {
  const id = await planned();
  const again = { id: newId(), helper: sam.id, rubric, tasks: [task()] };
  const needed = () => here.as(ada, (tx) => practiceNeededBy(tx, sam.id, ada));
  expect(await needed()).toEqual([]);
  expect(await here.as(ada, (tx) => makePlan(tx, again, ada))).toBe('open-already');
  expect(await here.as(ben, (tx) => endPlan(tx, { plan: id, reason: 'Sam leaves us' }, ben))).toBeNull();
  expect(await outcome(id)).toBe('ended');
  expect(await needed()).toHaveLength(1);
  expect(await here.as(ben, (tx) => addTask(tx, { id: newId(), plan: id, ...task() }, ben))).toBe('closed');
});

test('nobody is given a plan who has nothing to practise', async () => {
  const sia = await here.person('Sia', 'supporter');
  await assess(sia, basic);
  const dueOn = suggestedDays(today).practice;
  const plan = { id: newId(), helper: sia.id, rubric, tasks: [task({ dueOn })] };
  expect(await here.as(ada, (tx) => makePlan(tx, plan, ada))).toBe('nothing-to-practise');
});
