/** A quiz: which questions an attempt asks, what answers are worth, and whether another attempt may be made. */
import * as v from 'valibot';
import { m } from '#messages';
import {
  asked,
  notesOn,
  question,
  stepsReached,
  type Answer,
  type Answers,
  type Asked,
  type Question,
  type Vignette
} from './question.ts';

const whole = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max));

export const quiz = v.object({
  id: v.pipe(v.string(), v.uuid()),
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  /** How many of its questions each attempt draws; null asks all. */
  draws: v.nullable(whole(200)),
  attemptsMax: v.nullable(whole(100)),
  /** Which of several attempts counts. */
  counts: v.picklist(['best', 'last']),
  /** Share of the points that passes, 0 to 1. */
  passMark: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** `never` keeps feedback for the trainer to give. */
  feedback: v.picklist(['after', 'never']),
  showsRight: v.boolean(),
  questions: v.array(question)
});
export type Quiz = v.InferOutput<typeof quiz>;

/** As a quiz begins: as many attempts as wanted, the best counts, 70 % passes. Policy, and the trainer's to change. */
export const newQuiz = (id: string): Quiz => ({
  id,
  title: '',
  draws: null,
  attemptsMax: null,
  counts: 'best',
  passMark: 0.7,
  feedback: 'after',
  showsRight: true,
  questions: []
});

export type Occasion = 'course' | 'before' | 'after';
/** When a workshop's test is answered. */
export type TestOccasion = Exclude<Occasion, 'course'>;
export const testNames = {
  before: m.training_test_name_before,
  after: m.training_test_name_after
} satisfies Record<TestOccasion, () => string>;

export type QuizRefusal =
  | 'not-enrolled'
  | 'no-such-quiz'
  | 'no-attempts-left'
  | 'answered-before'
  | 'not-the-time'
  | 'not-these-questions';

export const quizRefusals = {
  'not-enrolled': m.training_quiz_refusal_not_enrolled,
  'no-such-quiz': m.training_quiz_refusal_no_such_quiz,
  'no-attempts-left': m.training_quiz_refusal_no_attempts_left,
  'answered-before': m.training_quiz_refusal_answered_before,
  'not-the-time': m.training_quiz_refusal_not_the_time,
  'not-these-questions': m.training_quiz_refusal_not_these_questions
} satisfies Record<QuizRefusal, () => string>;

/** The questions of one attempt, in its order. The same seed draws the same, on every device and for ever. */
export function drawn({ questions, draws }: Pick<Quiz, 'questions' | 'draws'>, seed: string): Question[] {
  const shuffledQuestions = shuffler(seed)(questions);
  return draws === null ? shuffledQuestions : shuffledQuestions.slice(0, draws);
}

/** What decides the draw: everybody meets the same questions before and after a workshop, else each attempt its own. */
export function seedOf(
  quizId: string,
  attempt: { occasion: Occasion; workshop: string | null; person: string; number: number }
): string {
  const { occasion, workshop, person, number } = attempt;
  return occasion === 'course' ? `${quizId}/${person}/${number}` : `${quizId}/${workshop}`;
}

/** The questions as a learner meets them; what is said afterwards travels along only when asked for. */
export function paper(quiz: Quiz, seed: string, withNotes: boolean): Asked[] {
  return drawn(quiz, seed).map((question) =>
    asked(
      question,
      shuffler(`${seed}/${question.id}`),
      withNotes && quiz.feedback === 'after' ? notesOn(question, quiz.showsRight) : null
    )
  );
}

export type Scored = { share: number; passed: boolean; items: { question: string; share: number }[] };

/** Every question weighs the same; one without an answer is worth nothing. */
export function scoreQuiz(questions: Question[], given: Answers, passMark: number): Scored {
  const items = questions.map((question) => ({
    question: question.id,
    share: shareOf(question, given[question.id])
  }));
  const share =
    items.length === 0 ? 0 : rounded(items.reduce((sum, item) => sum + item.share, 0) / items.length);
  return { share, passed: share >= passMark, items };
}

/** What one answer is worth, 0 to 1. */
export function shareOf(question: Question, given: Answer | undefined): number {
  if (given === undefined) return 0;
  const { kind } = question;
  if (kind === 'single') return question.options.some(({ id, right }) => right && id === given) ? 1 : 0;
  if (kind === 'multiple') return shareOfMultiple(question.options, Array.isArray(given) ? given : []);
  if (kind === 'short')
    return typeof given === 'string' && question.accepted.some((words) => plain(words) === plain(given))
      ? 1
      : 0;
  const places = typeof given === 'object' && !Array.isArray(given) ? given : {};
  if (kind === 'order')
    return inPlace(question.items.map(({ id }, index) => places[id] === String(index + 1)));
  if (kind === 'match') return inPlace(question.pairs.map(({ id, rightId }) => places[id] === rightId));
  return shareOfCase(question, places);
}

// A wrong tick takes back a right one, so that ticking everything is worth nothing.
function shareOfMultiple(options: { id: string; right: boolean }[], ticked: string[]): number {
  const rights = options.filter(({ right }) => right);
  const hits = rights.filter(({ id }) => ticked.includes(id)).length;
  const misses = options.filter(({ id, right }) => !right && ticked.includes(id)).length;
  return rights.length === 0 ? 0 : rounded(Math.max(0, hits - misses) / rights.length);
}

function inPlace(right: boolean[]): number {
  return right.length === 0 ? 0 : rounded(right.filter(Boolean).length / right.length);
}

// The points on the way that was taken, of the most that any way gives. A case not followed to an end keeps what it earned.
function shareOfCase(question: Vignette, chosen: Record<string, string>): number {
  const earned = stepsReached(question.steps, chosen).reduce(
    (sum, step) => sum + (step.choices.find(({ id }) => id === chosen[step.id])?.points ?? 0),
    0
  );
  const most = mostPoints(question.steps, question.steps[0]?.id ?? null);
  return most === 0 ? 0 : rounded(earned / most);
}

function mostPoints(steps: Vignette['steps'], from: string | null, seen: string[] = []): number {
  const step = steps.find(({ id }) => id === from);
  if (!step || seen.includes(step.id)) return 0;
  return Math.max(
    0,
    ...step.choices.map(({ points, next }) => points + mostPoints(steps, next, [...seen, step.id]))
  );
}

/** Case, accents, spaces and punctuation do not make an answer wrong. */
export function plain(words: string): string {
  return words
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The attempt that counts, by the quiz's rule; undefined where there is none. */
export function counting<Attempt extends { share: number; madeAt: Date }>(
  attempts: Attempt[],
  counts: Quiz['counts']
): Attempt | undefined {
  const inTime = attempts.toSorted((one, other) => one.madeAt.getTime() - other.madeAt.getTime());
  if (counts === 'last') return inTime.at(-1);
  return inTime.reduce<Attempt | undefined>(
    (best, attempt) => (best && best.share >= attempt.share ? best : attempt),
    undefined
  );
}

/** Why answers cannot be taken as another attempt, or null. `made` is how many there are already. */
export function refusalToAttempt(
  { attemptsMax }: Pick<Quiz, 'attemptsMax'>,
  { made, number, occasion }: { made: number; number: number; occasion: Occasion }
): QuizRefusal | null {
  if (occasion !== 'course') return made > 0 ? 'answered-before' : null;
  if (attemptsMax !== null && made >= attemptsMax) return 'no-attempts-left';
  // A number further ahead would let somebody choose their own questions.
  return number > made + 1 ? 'not-these-questions' : null;
}

export type CaseFault = 'no-steps' | 'dead-end' | 'loop' | 'unknown-step' | 'unreachable';

/** What is wrong with a case's ways, or null: no way leads back, every step is reached, and every way comes to an end. */
export function faultOfCase(steps: Vignette['steps']): CaseFault | null {
  if (steps.length === 0) return 'no-steps';
  if (steps.some(({ choices }) => choices.length === 0)) return 'dead-end';
  const ids = new Set(steps.map(({ id }) => id));
  const nexts = new Map(
    steps.map(({ id, choices }) => [id, choices.flatMap(({ next }) => (next ? [next] : []))])
  );
  if ([...nexts.values()].flat().some((next) => !ids.has(next))) return 'unknown-step';
  const finished = new Set<string>();
  const loops = (at: string, way: string[]): boolean => {
    if (way.includes(at)) return true;
    if (finished.has(at)) return false;
    const found = nexts.get(at)!.some((next) => loops(next, [...way, at]));
    finished.add(at);
    return found;
  };
  if (loops(steps[0]!.id, [])) return 'loop';
  return finished.size < steps.length ? 'unreachable' : null;
}

/** Fisher–Yates on a small generator (mulberry32) that FNV-1a seeds; Node and browsers shuffle alike. */
function shuffler(seed: string): <Item>(items: Item[]) => Item[] {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0)!, 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return (items) => {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last -= 1) {
      const chosen = Math.floor(next() * (last + 1));
      [order[last], order[chosen]] = [order[chosen]!, order[last]!];
    }
    return order;
  };
}

// Shares are kept to the ten-thousandth, which is more than anybody reads.
const rounded = (share: number) => Math.round(share * 10_000) / 10_000;
