/** The questions of a quiz, as they are written, as they are asked, and the answers to them. */
import * as v from 'valibot';
import { m } from '#messages';

const id = v.pipe(v.string(), v.uuid());
const text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max));
const remark = v.pipe(v.string(), v.trim(), v.maxLength(1000));
const common = { id, text: text(2000), explanation: remark };

const option = v.object({ id, text: text(500), right: v.boolean(), feedback: remark });
const choice = v.object({
  id,
  text: text(500),
  points: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
  feedback: remark,
  /** The step it leads to; null ends the case. */
  next: v.nullable(id)
});
const step = v.object({ id, text: text(2000), choices: v.pipe(v.array(choice), v.maxLength(6)) });

export const question = v.variant('kind', [
  v.object({ ...common, kind: v.literal('single'), options: v.array(option) }),
  v.object({ ...common, kind: v.literal('multiple'), options: v.array(option) }),
  /** Items stand in their right order. */
  v.object({ ...common, kind: v.literal('order'), items: v.array(v.object({ id, text: text(500) })) }),
  /** Both sides have ids of their own, so that the page does not give away what belongs together. */
  v.object({
    ...common,
    kind: v.literal('match'),
    pairs: v.array(v.object({ id, left: text(500), rightId: id, right: text(500) }))
  }),
  v.object({ ...common, kind: v.literal('short'), accepted: v.array(text(200)) }),
  /** A case told in steps; each choice leads on. The first step is where it begins. */
  v.object({ ...common, kind: v.literal('vignette'), steps: v.array(step) })
]);
export type Question = v.InferOutput<typeof question>;
export type QuestionKind = Question['kind'];
export type Vignette = Extract<Question, { kind: 'vignette' }>;

export const questionKindNames = {
  single: m.training_question_single,
  multiple: m.training_question_multiple,
  order: m.training_question_order,
  match: m.training_question_match,
  short: m.training_question_short,
  vignette: m.training_question_vignette
} satisfies Record<QuestionKind, () => string>;
export const questionKinds = Object.keys(questionKindNames) as QuestionKind[];

/**
 * By kind: the option's id (single); ids (multiple); each item's place from 1 (order); right id by left id (match); words
 * (short); choice by step (vignette). What is not answered is not there.
 */
const answer = v.union([
  v.pipe(v.string(), v.maxLength(500)),
  v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(50)),
  v.record(v.pipe(v.string(), v.maxLength(100)), v.pipe(v.string(), v.maxLength(100)))
]);
export const answers = v.record(v.pipe(v.string(), v.maxLength(100)), answer);
export type Answer = v.InferOutput<typeof answer>;
export type Answers = v.InferOutput<typeof answers>;

type Named = { id: string; text: string };
/** What a learner may see before answering: nothing here tells what is right. */
export type Asked = { id: string; text: string; notes: Notes | null } & (
  | { kind: 'single' | 'multiple'; options: Named[] }
  | { kind: 'order'; items: Named[] }
  | { kind: 'match'; lefts: Named[]; rights: Named[] }
  | { kind: 'short' }
  | { kind: 'vignette'; steps: (Named & { choices: (Named & { next: string | null })[] })[] }
);

/** What is said after answering. `right` is the right answer in words, where the quiz shows it. */
export type Notes = { explanation: string; byAnswer: Record<string, string>; right: string[] | null };

/** The question as it is asked, its parts in an order that the chance of this attempt decides. */
export function asked(
  question: Question,
  shuffled: <Item>(items: Item[]) => Item[],
  notes: Notes | null
): Asked {
  const { id, text, kind } = question;
  const named = ({ id, text }: Named) => ({ id, text });
  if (kind === 'order') return { id, text, kind, notes, items: shuffled(question.items).map(named) };
  if (kind === 'match')
    return {
      id,
      text,
      kind,
      notes,
      lefts: question.pairs.map(({ id, left }) => ({ id, text: left })),
      rights: shuffled(question.pairs).map(({ rightId, right }) => ({ id: rightId, text: right }))
    };
  if (kind === 'short') return { id, text, kind, notes };
  if (kind === 'vignette')
    return {
      id,
      text,
      kind,
      notes,
      steps: question.steps.map(({ id, text, choices }) => ({
        id,
        text,
        choices: choices.map(({ id, text, next }) => ({ id, text, next }))
      }))
    };
  return { id, text, kind, notes, options: shuffled(question.options).map(named) };
}

/** What to say after this question; the right answer only where the quiz shows it. */
export function notesOn(question: Question, showsRight: boolean): Notes {
  return {
    explanation: question.explanation,
    byAnswer: remarksOf(question),
    right: showsRight ? rightWordsOf(question) : null
  };
}

function remarksOf(question: Question): Record<string, string> {
  const remarked =
    question.kind === 'single' || question.kind === 'multiple'
      ? question.options
      : question.kind === 'vignette'
        ? question.steps.flatMap(({ choices }) => choices)
        : [];
  return Object.fromEntries(
    remarked.filter(({ feedback }) => feedback).map(({ id, feedback }) => [id, feedback])
  );
}

function rightWordsOf(question: Question): string[] {
  if (question.kind === 'order') return question.items.map(({ text }) => text);
  if (question.kind === 'match') return question.pairs.map(({ left, right }) => `${left} – ${right}`);
  if (question.kind === 'short') return question.accepted;
  if (question.kind === 'vignette') return [];
  return question.options.filter(({ right }) => right).map(({ text }) => text);
}

/** What was said about the answers that were chosen, in the order of the question: kept answers have none of their own. */
export function remarksOn({ byAnswer }: Notes, given: Answer | undefined): string[] {
  const chosen =
    typeof given === 'string' ? [given] : Array.isArray(given) ? given : Object.values(given ?? {});
  return Object.entries(byAnswer).flatMap(([id, words]) => (chosen.includes(id) ? [words] : []));
}

/** The steps of a case that these choices have led to, the first one always. */
export function stepsReached<Step extends { id: string; choices: { id: string; next: string | null }[] }>(
  steps: Step[],
  given: Answer | undefined
): Step[] {
  const chosen = typeof given === 'object' && !Array.isArray(given) ? given : {};
  const reached: Step[] = [];
  let at = steps[0];
  // Never longer than there are steps, so that a graph that is still being written cannot hold us here.
  while (at && reached.length < steps.length) {
    reached.push(at);
    const next: string | null | undefined = at.choices.find(({ id }) => id === chosen[at!.id])?.next;
    at = next ? steps.find(({ id }) => id === next) : undefined;
  }
  return reached;
}

/**
 * The first case that choices have led to a step which is not answered and was not to be seen when they were made, or null.
 * `shown` are the steps that were on the page, each as `question.step`.
 */
export function caseGoingOn(paper: Asked[], given: Answers, shown: string[]): string | null {
  const going = paper.find((asked) => {
    if (asked.kind !== 'vignette') return false;
    const chosen = given[asked.id];
    const last = stepsReached(asked.steps, chosen).at(-1);
    const isAnswered = last && typeof chosen === 'object' && last.id in chosen;
    return chosen && last && !isAnswered && !shown.includes(`${asked.id}.${last.id}`);
  });
  return going?.id ?? null;
}

/** The answers in a form whose fields are called as QuestionFields.svelte calls them: after the question, or `question.part`. */
export function answersIn(form: FormData, asked: Asked[]): Answers {
  const given: Answers = {};
  for (const { id, kind } of asked) {
    if (kind === 'single' || kind === 'short') {
      const text = String(form.get(id) ?? '').slice(0, 500);
      if (text) given[id] = text;
    } else if (kind === 'multiple') {
      const ticked = form.getAll(id).map(String);
      if (ticked.length > 0) given[id] = ticked;
    } else {
      const parts = [...form].flatMap(([name, value]) =>
        name.startsWith(`${id}.`) && value ? [[name.slice(id.length + 1), String(value)] as const] : []
      );
      if (parts.length > 0) given[id] = Object.fromEntries(parts);
    }
  }
  return given;
}
