import { expect, test } from 'vitest';
import { defaultPolicy, defaultRule } from '#domains/competence/index.ts';
import { issueCertificate, organisationDay, setRule } from '#domains/competence/index.server.ts';
import { testKey } from '#domains/training/index.ts';
import { handIn, takeUpCourse } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { addSmallPackage, publishSmallCourse, sayInPackage } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';

const database = onDatabase();

async function asking(testMark: number | null, packaged = false) {
  const { as, person } = await village(database);
  const cora = await person('Cora', 'coordinator');
  const sam = await person('Sam', 'supporter');
  const { course, quiz, answered } = await as(cora, (tx) => publishSmallCourse(tx, cora, { passMark: 0.5 }));
  const part = packaged ? await as(cora, (tx) => addSmallPackage(tx, course, cora)) : quiz;
  const rule = {
    ...defaultRule('child-safeguarding', defaultPolicy),
    ...{ hoursMin: 0, test: testKey({ course, part }), testMark }
  };
  await as(cora, async (tx) => {
    const why = { source: 'The ministry', reason: 'Hours alone say little.' };
    const effectiveOn = await organisationDay(tx);
    await setRule(tx, { id: newId(), role: 'child-safeguarding', rule, effectiveOn, ...why }, cora);
  });
  const issue = () =>
    as(cora, (tx) =>
      issueCertificate(
        tx,
        { id: newId(), person: sam.id, role: 'child-safeguarding', hoursElsewhere: 0 },
        cora
      )
    );
  await as(sam, (tx) => takeUpCourse(tx, course, sam));
  const says = (status: string, raw?: string) =>
    as(sam, (tx) => sayInPackage(tx, { course, package: part }, { status, ...(raw && { raw }) }, sam));
  return { as, sam, course, quiz, answered, says, issue };
}

test('a certificate that asks for a test of a course is refused without it, below the mark, and issued with it', async () => {
  const { as, sam, course, quiz, answered, issue } = await asking(0.75);
  const answer = (right: number, number: number) =>
    as(sam, (tx) =>
      handIn(
        tx,
        {
          ...{ id: newId(), course, quiz, version: 1, number, occasion: 'course', workshop: null },
          ...{ answers: answered(right), madeAt: now() }
        },
        sam
      )
    );

  expect(await issue()).toEqual(['test-missing']);
  // Two of four pass the course's own quiz, and are under the mark of the rule.
  expect(await answer(2, 1)).toBeNull();
  expect(await issue()).toEqual(['test-missing']);
  expect(await answer(3, 2)).toBeNull();
  expect(await issue()).toEqual([]);
});

test('a certificate may ask for a package of a course: that it was passed, or with a score of so much', async () => {
  const passed = await asking(null, true);
  await passed.says('completed', '79');
  expect(await passed.issue()).toEqual(['test-missing']);
  await passed.says('completed', '81');
  expect(await passed.issue()).toEqual([]);

  const marked = await asking(0.9, true);
  // Passed by the package's own word: enough only where no mark is asked for.
  await marked.says('passed');
  await marked.says('passed', '81');
  expect(await marked.issue()).toEqual(['test-missing']);
  await marked.says('passed', '90');
  expect(await marked.issue()).toEqual([]);
});
