import { expect, test } from 'vitest';
import { scormZip, type Scorm } from '#assembly/story/scorm.ts';
import { eraseMyself } from '#domains/people/index.server.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { classroom } from '#platform/testing/course.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import type { PackageStep } from './package.ts';
import {
  aboutMe,
  addPackage,
  beginCourse,
  leaveItem,
  openItem,
  opensNowTo,
  packageCompletionsOf,
  packagesOf,
  publishCourse,
  saveReport,
  takeUpCourse,
  visitOf,
  waysOfVisit
} from './index.server.ts';

const database = onDatabase();

/** An aim of its own that another item looks at, as `aim`. */
const showing = (aim: string, more = '') =>
  `<imsss:sequencing>${more}<imsss:objectives><imsss:primaryObjective objectiveID="own"><imsss:mapInfo targetObjectiveID="${aim}" writeSatisfiedStatus="true"/></imsss:primaryObjective></imsss:objectives></imsss:sequencing>`;

/** Does something with this item, by a rule on the aim of another. */
const whenAim = (aim: string, action: 'disabled' | 'skip', conditions: string) =>
  `<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions conditionCombination="any">${conditions}</imsss:ruleConditions><imsss:ruleAction action="${action}"/></imsss:preConditionRule></imsss:sequencingRules><imsss:objectives><imsss:primaryObjective/><imsss:objective objectiveID="before"><imsss:mapInfo targetObjectiveID="${aim}"/></imsss:objective></imsss:objectives></imsss:sequencing>`;
const notMet = ['satisfied', 'objectiveStatusKnown']
  .map((what) => `<imsss:ruleCondition referencedObjective="before" operator="not" condition="${what}"/>`)
  .join('');
const met = '<imsss:ruleCondition referencedObjective="before" condition="satisfied"/>';
const control = (how: string) => `<imsss:sequencing><imsss:controlMode ${how}/></imsss:sequencing>`;

const item = (identifier: string, inItem = '') => ({
  identifier,
  title: identifier,
  href: 'one.html',
  inItem
});
/** The second part opens once the first is passed. */
const firstThenSecond: Partial<Scorm> = {
  items: [item('one', showing('heard')), item('two', whenAim('heard', 'disabled', notMet))],
  inOrganisation: control('choice="true" flow="true"')
};

async function school(more: Partial<Scorm>) {
  const place = await classroom(database);
  const { as, tom, amina } = place;
  const [course, pack] = [newId(), newId()];
  const about = { id: course, title: 'Listening', kind: 'foundational-helping', language: 'en' } as const;
  const parts = { 'one.html': 'x' };
  await as(tom, async (tx) => {
    await beginCourse(tx, about, tom);
    const bytes = scormZip({ edition: '2004', title: 'In order', items: [], parts, ...more });
    expect(await addPackage(tx, { id: pack, course, bytes }, tom)).toBeNull();
    expect(await publishCourse(tx, course, tom)).toEqual([]);
  });
  await as(amina, (tx) => takeUpCourse(tx, course, amina));
  const { sequencing, items } = (await as(amina, (tx) => packagesOf(tx, course)))[0]!;
  let moment = now().getTime();
  const later = () => moveClock(new Date((moment += 60_000)));
  const open = async (item?: string) => {
    later();
    const id = newId();
    const refusal = await as(amina, (tx) => openItem(tx, { id, course, package: pack, item }, amina));
    const visit = await as(amina, (tx) => visitOf(tx, id, amina));
    return { id, refusal, item: visit?.item ?? null };
  };
  const say = async (visit: string, cmi: Record<string, unknown>) =>
    expect(
      await as(amina, (tx) => saveReport(tx, { visit, cmi, sequence: (moment += 1) }, amina))
    ).toBeNull();
  const leave = async (visit: string, step: PackageStep = { to: 'leave' }) => {
    later();
    const id = newId();
    const left = await as(amina, (tx) => leaveItem(tx, { id, visit, step }, amina));
    const next = left.opened ? (await as(amina, (tx) => visitOf(tx, id, amina)))!.item : null;
    return { id, next, refusal: left.refusal };
  };
  const offered = () =>
    as(amina, (tx) =>
      opensNowTo(
        tx,
        { id: pack, sequencing: sequencing! },
        items.map(({ identifier }) => identifier),
        amina
      )
    );
  const standing = async () => (await as(amina, (tx) => packageCompletionsOf(tx, [amina.id])))[0];
  const ways = async (visit: string) =>
    as(amina, async (tx) => waysOfVisit(tx, (await visitOf(tx, visit, amina))!, amina));
  return { ...place, course, pack, sequencing, open, say, leave, offered, standing, ways };
}

const passed = { completion_status: 'completed', success_status: 'passed', score: { scaled: '0.9' } };
const failed = { completion_status: 'completed', success_status: 'failed', score: { scaled: '0.2' } };
const halfway = { completion_status: 'incomplete', success_status: 'unknown', exit: 'suspend' };

test('what comes later in a package’s order is refused until what comes first is passed, and then the whole is done', async () => {
  const { open, say, leave, offered, standing, ways } = await school(firstThenSecond);
  expect(await offered()).toEqual({ choices: ['one'], next: 'one' });
  expect(await open('two')).toMatchObject({ refusal: 'not-yet', item: null });

  const first = await open();
  expect(first.item).toBe('one');
  await say(first.id, failed);
  expect(await leave(first.id, { to: 'continue' })).toMatchObject({ next: null, refusal: 'not-yet' });
  expect(await open('two')).toMatchObject({ refusal: 'not-yet' });

  const again = await open('one');
  // As the runtime in the browser has it: the aims it began with are still in what it says.
  const { objectives } = (await ways(again.id))!;
  expect(JSON.stringify(objectives)).toContain('failed');
  await say(again.id, { ...passed, objectives });
  expect(await standing()).toMatchObject({ standing: 'under-way', done: false });
  const second = await leave(again.id, { to: 'continue' });
  expect(second.next).toBe('two');
  await say(second.id, passed);
  // The script's last word is enough; nobody has to press anything after it.
  expect(await standing()).toMatchObject({ standing: 'passed', done: true });
  expect(await leave(second.id)).toMatchObject({ next: null, refusal: null });
  expect(await offered()).toMatchObject({ choices: ['one', 'two'] });
});

test('whoever leaves halfway, or just closes the window, goes on in the same part', async () => {
  const { open, say, leave, offered } = await school(firstThenSecond);
  const first = await open();
  await say(first.id, halfway);
  await leave(first.id);
  expect(await offered()).toMatchObject({ next: 'one' });
  const second = await open();
  expect(second.item).toBe('one');
  await say(second.id, halfway);
  // No word of leaving this time.
  expect((await open()).item).toBe('one');
});

test('a window closed after the last word still opens what it earned', async () => {
  const { open, say } = await school(firstThenSecond);
  await say((await open()).id, passed);
  expect((await open('two')).item).toBe('two');
});

test('where nothing may be chosen, the package leads from part to part', async () => {
  const { open, say, leave, offered, ways } = await school({
    items: [item('one'), item('two'), item('three')],
    inOrganisation: control('choice="false" flow="true"')
  });
  expect(await offered()).toEqual({ choices: [], next: 'one' });
  expect(await open('two')).toMatchObject({ refusal: 'not-yet' });
  const first = await open();
  expect(await ways(first.id)).toMatchObject({ continue: true, previous: false });
  await say(first.id, passed);
  const second = await leave(first.id, { to: 'continue' });
  expect(second.next).toBe('two');
  expect(await ways(second.id)).toMatchObject({ continue: true, previous: true });
  expect((await leave(second.id, { to: 'previous' })).next).toBe('one');
});

test('what a pre-test makes unnecessary is passed over, and the package is done without it', async () => {
  const { open, say, leave, standing } = await school({
    items: [item('pre-test', showing('known')), item('lesson', whenAim('known', 'skip', met)), item('end')],
    inOrganisation:
      '<imsss:sequencing><imsss:controlMode choice="false" flow="true"/><imsss:rollupRules><imsss:rollupRule childActivitySet="atLeastCount" minimumCount="2"><imsss:rollupConditions><imsss:rollupCondition condition="completed"/></imsss:rollupConditions><imsss:rollupAction action="completed"/></imsss:rollupRule></imsss:rollupRules></imsss:sequencing>'
  });
  const first = await open();
  await say(first.id, passed);
  const next = await leave(first.id, { to: 'continue' });
  expect(next.next).toBe('end');
  await say(next.id, { completion_status: 'completed' });
  expect(await standing()).toMatchObject({ done: true, items: [{}, { standing: 'not-begun' }, {}] });
});

test('a part that may be tried once is not opened a second time', async () => {
  const { open, say, leave, offered } = await school({
    items: [item('one', showing('a', '<imsss:limitConditions attemptLimit="1"/>')), item('two')],
    inOrganisation: control('choice="true" flow="true"')
  });
  const first = await open('one');
  await say(first.id, failed);
  await leave(first.id);
  expect(await offered()).toMatchObject({ choices: ['two'] });
  expect(await open('one')).toMatchObject({ refusal: 'not-yet' });
});

test('rules shared by name count as if each part said them', async () => {
  const { offered } = await school({
    items: [item('one'), item('two', '<imsss:sequencing IDRef="later"/>')],
    inOrganisation: control('choice="true" flow="true"'),
    collection:
      '<imsss:sequencingCollection><imsss:sequencing ID="later"><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="always"/></imsss:ruleConditions><imsss:ruleAction action="hiddenFromChoice"/></imsss:preConditionRule></imsss:sequencingRules></imsss:sequencing></imsss:sequencingCollection>'
  });
  expect(await offered()).toEqual({ choices: ['one'], next: 'one' });
});

test('the same step sent again opens nothing more', async () => {
  const { as, amina, open, say } = await school(firstThenSecond);
  const first = await open();
  await say(first.id, passed);
  const step = { id: newId(), visit: first.id, step: { to: 'continue' as const } };
  for (let again = 0; again < 3; again += 1)
    expect(await as(amina, (tx) => leaveItem(tx, step, amina))).toEqual({ opened: true, refusal: null });
  const { rows } = await database.owner.query('select from package_visits where person_id = $1', [amina.id]);
  expect(rows).toHaveLength(2);
});

test('whoever has their record erased leaves what the whole came to as a figure, and nothing of where they were', async () => {
  const { as, amina, open, say, leave } = await school(firstThenSecond);
  const { id } = await open();
  await say(id, halfway);
  await leave(id);
  const kept = async () =>
    (
      await database.owner.query('select state, completion from package_orders where person_id = $1', [
        amina.id
      ])
    ).rows;
  const { packagesInOrder } = await as(amina, (tx) => aboutMe(tx, amina));
  expect(packagesInOrder[0]?.state).toContain('"one"');
  await as(amina, (tx) => eraseMyself(tx, amina));
  expect(await kept()).toEqual([{ state: null, completion: 'incomplete' }]);
});

test('most packages keep no order, and rules nobody can follow are refused', async () => {
  expect((await school({ items: [item('one'), item('two')] })).sequencing).toBeNull();
  const { as, tom } = await classroom(database);
  const course = newId();
  const about = { id: course, title: 'Listening', kind: 'foundational-helping', language: 'en' } as const;
  const closed = {
    edition: '2004' as const,
    title: 'Closed',
    parts: { 'one.html': 'x' },
    items: [item('one'), item('two')],
    inOrganisation: control('choice="false" flow="false"')
  };
  await as(tom, async (tx) => {
    await beginCourse(tx, about, tom);
    const added = await addPackage(tx, { id: newId(), course, bytes: scormZip(closed) }, tom);
    expect(added).toBe('nothing-to-open');
  });
});
