import { expect, test } from 'vitest';
import { defaultPolicy, defaultRule } from '#domains/competence/index.ts';
import { issueCertificate, organisationDay, setRule } from '#domains/competence/index.server.ts';
import { testKey } from '#domains/training/index.ts';
import { handIn, takeUpCourse } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { publishSmallCourse } from '#platform/testing/course.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';

const database = onDatabase();

test('a certificate that asks for a test of a course is refused without it, below the mark, and issued with it', async () => {
  const { as, person } = await village(database);
  const cora = await person('Cora', 'coordinator');
  const sam = await person('Sam', 'supporter');
  const { course, quiz, answered } = await as(cora, (tx) => publishSmallCourse(tx, cora, { passMark: 0.5 }));
  const rule = {
    ...defaultRule('child-safeguarding', defaultPolicy),
    ...{ hoursMin: 0, test: testKey({ course, quiz }), testMark: 0.75 }
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
  await as(sam, (tx) => takeUpCourse(tx, course, sam));
  // Two of four pass the course's own quiz, and are under the mark of the rule.
  expect(await answer(2, 1)).toBeNull();
  expect(await issue()).toEqual(['test-missing']);
  expect(await answer(3, 2)).toBeNull();
  expect(await issue()).toEqual([]);
});
