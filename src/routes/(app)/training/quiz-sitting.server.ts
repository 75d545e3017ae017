/** Somebody before a quiz, of a course or of a workshop's test: what they are asked, and what they have answered so far. */
import { error, fail, redirect } from '@sveltejs/kit';
import {
  answersIn,
  caseGoingOn,
  paper,
  quizRefusals,
  seedOf,
  type Asked,
  type Quiz
} from '#domains/training/index.ts';
import {
  handIn,
  keepAnswers,
  keptAnswers,
  standingIn,
  type Sitting
} from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';

export async function sitDown(tx: Tx, quiz: Quiz, sitting: Sitting, person: Person) {
  const { attempts, number, counting, refusal } = await standingIn(tx, quiz, sitting, person);
  return {
    title: quiz.title,
    passMark: quiz.passMark,
    attemptsLeft: quiz.attemptsMax === null ? null : Math.max(0, quiz.attemptsMax - attempts.length),
    attempts,
    number,
    counting: counting?.id ?? null,
    refusal: refusal && quizRefusals[refusal](),
    paper: refusal ? [] : paperOf(quiz, sitting, number, person),
    given: await keptAnswers(tx, sitting, person)
  };
}

/** Keeps what is answered so far, and shows the page again: the next step of a case appears. */
export async function keepGoing(
  { tx, request }: { tx: Tx; request: Request },
  quiz: Quiz,
  sitting: Sitting,
  person: Person
) {
  const form = await request.formData();
  const { number } = await standingIn(tx, quiz, sitting, person);
  await keepAnswers(tx, sitting, answersIn(form, paperOf(quiz, sitting, number, person)), person);
  return { kept: true };
}

/** Hands in, and leads to what came of it. Where a case goes on, that is shown first: nobody hands in half of one unknowingly. */
export async function giveIn(
  { tx, request }: { tx: Tx; request: Request },
  { quiz, version, sitting, person }: { quiz: Quiz; version: number; sitting: Sitting; person: Person }
) {
  const form = await request.formData();
  const id = form.get('command');
  // The number the page was drawn with; by now another window may have handed in.
  const number = Number(form.get('number'));
  if (!isId(id) || !Number.isInteger(number) || number < 1) error(400);
  const asked = paperOf(quiz, sitting, number, person);
  const answers = answersIn(form, asked);
  const goesOn = caseGoingOn(asked, answers, form.getAll('shown').map(String));
  if (goesOn !== null) {
    await keepAnswers(tx, sitting, answers, person);
    return { goesOn };
  }
  const attempt = { ...sitting, id, version, number, answers, madeAt: now() };
  const refusal = await handIn(tx, attempt, person);
  if (refusal) return fail(409, { refusal: quizRefusals[refusal]() });
  redirect(303, `/training/courses/${sitting.course}/attempts/${id}`);
}

const paperOf = (quiz: Quiz, { occasion, workshop }: Sitting, number: number, person: Person): Asked[] =>
  paper(quiz, seedOf(quiz.id, { occasion, workshop, person: person.id, number }), false);
