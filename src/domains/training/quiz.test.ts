import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerInWords } from './answer-words.ts';
import { courseContent, faultsOf, nextLesson } from './course.ts';
import {
  asked,
  caseGoingOn,
  notesOn,
  remarksOn,
  stepsReached,
  type Answer,
  type Question,
  type Vignette
} from './question.ts';
import {
  counting,
  drawn,
  faultOfCase,
  paper,
  plain,
  refusalToAttempt,
  scoreQuiz,
  shareOf,
  type Quiz
} from './quiz.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const common = { text: 'What do you say?', explanation: 'Listening comes first.' };
const options = (rights: boolean[]) =>
  rights.map((right, n) => ({ id: id(n), text: `Words ${n}`, right, feedback: `About ${n}` }));
const single: Question = { ...common, id: id(100), kind: 'single', options: options([true, false, false]) };
const multiple: Question = {
  ...common,
  id: id(101),
  kind: 'multiple',
  options: options([true, true, false])
};
const order: Question = {
  ...common,
  id: id(102),
  kind: 'order',
  items: [0, 1, 2, 3].map((n) => ({ id: id(n), text: `Step ${n}` }))
};
const match: Question = {
  ...common,
  id: id(103),
  kind: 'match',
  pairs: [0, 1].map((n) => ({ id: id(n), left: `L${n}`, rightId: id(n + 50), right: `R${n}` }))
};
const short: Question = { ...common, id: id(104), kind: 'short', accepted: ['Écouter', 'to listen'] };
const choice = (n: number, points: number, next: number | null) => ({
  id: id(n),
  text: `Choice ${n}`,
  points,
  feedback: `Then ${n}`,
  next: next === null ? null : id(next)
});
const vignette: Vignette = {
  ...common,
  id: id(105),
  kind: 'vignette',
  steps: [
    { id: id(1), text: 'She cries.', choices: [choice(11, 2, 2), choice(12, 0, 3)] },
    { id: id(2), text: 'She speaks.', choices: [choice(21, 1, null), choice(22, 0, 3)] },
    { id: id(3), text: 'She leaves.', choices: [choice(31, 0, null)] }
  ]
};
const all = [single, multiple, order, match, short, vignette];
const quiz: Quiz = {
  id: id(200),
  title: 'Listening',
  draws: null,
  attemptsMax: 2,
  counts: 'best',
  passMark: 0.7,
  feedback: 'after',
  showsRight: false,
  questions: all
};
const perfect: Record<string, Answer> = {
  [single.id]: id(0),
  [multiple.id]: [id(0), id(1)],
  [order.id]: { [id(0)]: '1', [id(1)]: '2', [id(2)]: '3', [id(3)]: '4' },
  [match.id]: { [id(0)]: id(50), [id(1)]: id(51) },
  [short.id]: '  ecouter! ',
  [vignette.id]: { [id(1)]: id(11), [id(2)]: id(21) }
};

test('who answers everything rightly has everything, and who answers nothing has nothing', () => {
  expect(scoreQuiz(all, perfect, 0.7)).toMatchObject({ share: 1, passed: true });
  expect(scoreQuiz(all, {}, 0.7)).toMatchObject({ share: 0, passed: false });
});

test('half a right answer is worth half, and ticking everything is worth less than knowing', () => {
  expect(shareOf(multiple, [id(0)])).toBe(0.5);
  expect(shareOf(multiple, [id(0), id(1), id(2)])).toBe(0.5);
  expect(shareOf(multiple, [id(2)])).toBe(0);
  expect(shareOf(order, { [id(0)]: '1', [id(1)]: '3', [id(2)]: '2', [id(3)]: '4' })).toBe(0.5);
  expect(shareOf(match, { [id(0)]: id(50), [id(1)]: id(50) })).toBe(0.5);
});

test('a case is worth what its way earned, and choices on other ways earn nothing', () => {
  expect(shareOf(vignette, { [id(1)]: id(11), [id(2)]: id(22), [id(3)]: id(31) })).toBeCloseTo(2 / 3, 4);
  expect(shareOf(vignette, { [id(1)]: id(12), [id(2)]: id(21) })).toBe(0);
  expect(stepsReached(vignette.steps, { [id(1)]: id(12) }).map(({ id }) => id)).toEqual([id(1), id(3)]);
});

test('a case goes on while a choice leads to what nobody has seen, and not for what was seen and left', () => {
  const sheet = paper(quiz, 'any', false);
  const goesOn = (given: Answer | undefined, ...shown: number[]) =>
    caseGoingOn(
      sheet,
      given === undefined ? {} : { [vignette.id]: given },
      shown.map((step) => `${vignette.id}.${id(step)}`)
    );
  expect(goesOn(undefined, 1)).toBeNull();
  expect(goesOn({ [id(1)]: id(11) }, 1)).toBe(vignette.id);
  expect(goesOn({ [id(1)]: id(11) }, 1, 2)).toBeNull();
  expect(goesOn({ [id(1)]: id(12), [id(2)]: id(21) }, 1, 2)).toBe(vignette.id);
  expect(goesOn({ [id(1)]: id(11), [id(2)]: id(21) }, 1)).toBeNull();
  expect(caseGoingOn(sheet, perfect, [])).toBeNull();
});

test('capitals, accents and spaces do not make an answer wrong, in any script', () => {
  expect(plain('  ÉCOUTER ')).toBe(plain('ecouter'));
  expect(plain('أُصْغِي')).toBe(plain('اصغي'));
  expect(shareOf(short, 'To  Listen.')).toBe(1);
  expect(shareOf(short, 'to talk')).toBe(0);
});

test('no answer whatever scores outside nothing and everything, nor stumbles', () => {
  const anyId = fc.integer({ min: 0, max: 60 }).map(id);
  const anyAnswer = fc.oneof(
    fc.string(),
    anyId,
    fc.array(anyId),
    fc.dictionary(anyId, fc.oneof(anyId, fc.constantFrom('1', '2', '3', '4')))
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...all.map(({ id }) => id)), anyAnswer), (given) => {
      const { share, items } = scoreQuiz(all, given, 0.7);
      expect(share >= 0 && share <= 1 && items.every((item) => item.share >= 0 && item.share <= 1)).toBe(
        true
      );
    })
  );
});

test('in whatever order questions and parts are shown, the same answers are worth the same', () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      expect(scoreQuiz(drawn(quiz, seed), perfect, 0.7).share).toBe(1);
    })
  );
});

test('an attempt draws the same questions every time, and as many as it should', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 6 }), (seed, draws) => {
      const ids = () => drawn({ ...quiz, draws }, seed).map(({ id }) => id);
      expect(ids()).toEqual(ids());
      expect(new Set(ids()).size).toBe(draws);
    })
  );
  const firsts = new Set(
    Array.from({ length: 60 }, (_, n) => drawn({ ...quiz, draws: 1 }, `seed ${n}`)[0]!.id)
  );
  expect(firsts.size).toBe(6);
});

test('what a learner is shown does not tell what is right, unless the quiz says so', () => {
  const shown = JSON.stringify(paper(quiz, 'seed', false));
  expect(shown).not.toMatch(/right"|points|feedback|accepted|Listening comes first|About/);
  const withNotes = paper(quiz, 'seed', true);
  expect(withNotes.every(({ notes }) => notes?.right === null)).toBe(true);
  expect(paper({ ...quiz, showsRight: true }, 'seed', true).some(({ notes }) => notes?.right?.length)).toBe(
    true
  );
  expect(paper({ ...quiz, feedback: 'never' }, 'seed', true).every(({ notes }) => notes === null)).toBe(true);
});

test('each answer is told its own words', () => {
  const notes = notesOn(single, false);
  expect(remarksOn(notes, id(1))).toEqual(['About 1']);
  expect(remarksOn(notesOn(vignette, false), { [id(1)]: id(12) })).toEqual(['Then 12']);
  const kept = { [id(2)]: id(21), [id(1)]: id(11) };
  expect(remarksOn(notesOn(vignette, false), kept)).toEqual(['Then 11', 'Then 21']);
  expect(asked(single, (items) => items, null)).not.toHaveProperty('explanation');
});

test('the best or the last attempt counts, as the quiz says', () => {
  const attempt = (share: number, day: number) => ({ share, madeAt: new Date(2026, 0, day) });
  const attempts = [attempt(0.5, 3), attempt(0.9, 1), attempt(0.6, 2)];
  expect(counting(attempts, 'best')?.share).toBe(0.9);
  expect(counting(attempts, 'last')?.share).toBe(0.5);
  expect(counting([], 'last')).toBeUndefined();
});

test('attempts end at their limit, nobody skips ahead to other questions, and a test is answered once', () => {
  const ask = (made: number, number: number, occasion: 'course' | 'before' = 'course') =>
    refusalToAttempt(quiz, { made, number, occasion });
  expect(ask(1, 2)).toBeNull();
  expect(ask(2, 3)).toBe('no-attempts-left');
  expect(ask(0, 2)).toBe('not-these-questions');
  expect(ask(1, 1, 'before')).toBe('answered-before');
});

test('a case that loops, stops short or hides a step cannot be published', () => {
  const steps = (change: (copy: Vignette['steps']) => void) => {
    const copy = structuredClone(vignette.steps);
    change(copy);
    return faultOfCase(copy);
  };
  expect(faultOfCase(vignette.steps)).toBeNull();
  expect(steps((copy) => (copy[2]!.choices[0]!.next = id(1)))).toBe('loop');
  expect(steps((copy) => (copy[2]!.choices = []))).toBe('dead-end');
  expect(steps((copy) => (copy[0]!.choices[0]!.next = id(99)))).toBe('unknown-step');
  expect(steps((copy) => (copy[0]!.choices[0]!.next = null))).toBe('unreachable');
  expect(faultOfCase([])).toBe('no-steps');
});

test('whatever graph is written: when it is accepted, every way ends and every step is on some way', () => {
  const graph = fc.integer({ min: 1, max: 6 }).chain((size) =>
    fc.array(fc.array(fc.option(fc.integer({ min: 0, max: size - 1 })), { minLength: 1, maxLength: 3 }), {
      minLength: size,
      maxLength: size
    })
  );
  fc.assert(
    fc.property(graph, (ways) => {
      const steps = ways.map((nexts, at) => ({
        id: id(at),
        text: 'x',
        choices: nexts.map((next, nth) => choice(at * 10 + nth + 100, 1, next))
      }));
      if (faultOfCase(steps) !== null) return;
      const met = new Set<string>();
      const walk = (at: string | null, deep: number): void => {
        expect(deep).toBeLessThanOrEqual(steps.length);
        if (!at) return;
        met.add(at);
        for (const { next } of steps.find(({ id }) => id === at)!.choices) walk(next, deep + 1);
      };
      walk(steps[0]!.id, 0);
      expect(met.size).toBe(steps.length);
    })
  );
});

test('a course says everything that keeps it from being published', () => {
  const content = {
    title: 'Listening',
    summary: '',
    lessons: [{ id: id(1), title: 'Empty', words: ' ' }],
    quizzes: [
      { ...quiz, draws: 9 },
      { ...quiz, questions: [] }
    ]
  };
  expect(faultsOf(content).map(({ fault }) => fault)).toEqual([
    'empty-lesson',
    'draws-too-many',
    'no-questions'
  ]);
  const two: Question = { ...single, options: options([true, true]) };
  expect(faultsOf({ ...content, lessons: [], quizzes: [{ ...quiz, questions: [two] }] })).toMatchObject([
    { fault: 'no-right-answer', title: 'Listening' }
  ]);
});

test('somebody goes on at their bookmark until it is done, then at the first lesson left', () => {
  const lessons = [1, 2, 3].map((n) => ({ id: id(n), title: `L${n}`, words: 'x' }));
  expect(nextLesson(lessons, [], id(2))?.id).toBe(id(2));
  expect(nextLesson(lessons, [id(2)], id(2))?.id).toBe(id(1));
  expect(nextLesson(lessons, [id(1), id(2), id(3)], id(2))).toBeUndefined();
});

test('a question as it is written is read back as it was', async () => {
  expect(
    (await import('valibot')).parse(courseContent, { title: 'x', summary: '', lessons: [], quizzes: [quiz] })
      .quizzes[0]
  ).toEqual(quiz);
});

test('an answer is read as somebody would write it on paper, also of the way that a case took', () => {
  const said = (question: Question, given = perfect[question.id]!) => answerInWords(question, given);
  expect(said(single)).toBe('Words 0');
  expect(said(multiple)).toBe('Words 0 and Words 1');
  expect(said(order, { [id(0)]: '2', [id(1)]: '1' })).toBe('1. Step 1 · 2. Step 0');
  expect(said(match, { [id(0)]: id(51), [id(1)]: 'unknown' })).toBe('L0 – R1');
  expect(said(short)).toBe('  ecouter! ');
  expect(said(vignette)).toBe('Choice 11 · Choice 21');
  expect(said(single, 'unknown')).toBe('');
});
