/**
 * `bench quiz`: a class that hands in its quiz within the same minute, on the built program, beside a bare handler that runs
 * the same SQL, what is written included, for as many other learners. Afterwards the database is asked what is there.
 */
import pg from 'pg';
import { parse } from 'node-html-parser';
import { now } from '#platform/clock/index.ts';
import { pageSessions } from '#assembly/program.server.ts';
import { addressesOf } from '#platform/database/index.server.ts';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import { newId } from '#platform/ids.ts';
import path from 'node:path';
import { inTemporaryPlace, startProgram, type Place, type Program } from '../check/program.ts';
import { startSameSql } from './beside.ts';
import type { Figure } from './budgets.ts';
import { addLearners, type Learner } from './learners.ts';
import type { Ask } from './load.ts';
import { arrivals, type Arrivals } from './arrivals.ts';
import type { Turn } from './same-sql.ts';
import { everythingIn, writtenDown } from './statements.ts';

export type QuizOptions = { learners: number; seconds: number };
export type QuizResult = QuizOptions & { at: string; figures: Figure[] };
type Say = (line: string) => void;

export function benchQuiz(options: QuizOptions, say: Say): Promise<QuizResult> {
  return inTemporaryPlace(async (place) => {
    say('the story is told');
    const program = await startProgram(place, 0.1);
    const owner = new pg.Client({ connectionString: runningEmbedded(program.data)! });
    await owner.connect();
    try {
      return {
        at: now().toISOString(),
        ...options,
        figures: await measure(program, place, owner, options, say)
      };
    } finally {
      await owner.end();
    }
  });
}

type Quiz = { organisation: string; course: string; quiz: string; address: string };

async function measure(
  program: Program,
  place: Place,
  owner: pg.Client,
  { learners: count, seconds }: QuizOptions,
  say: Say
): Promise<Figure[]> {
  const quiz = await quizOfTheStory(owner, program.origin);
  const [first, ...others] = await addLearners(owner, program.data, quiz, 2 * count + 1);
  const [ours, theirs] = [others.slice(0, count), others.slice(count)];
  say('everybody opens the quiz');
  const forms: Ask[] = [];
  for (const learner of ours) forms.push(await openQuiz(quiz, learner));
  const bare = await bareHandler(program, place, quiz, first!, theirs);
  say(`${count} hand in within ${seconds} s`);
  const handedIn = await arrivals(forms, seconds);
  await assertNothingLost(owner, quiz, ours);
  say('some press again');
  const again = await arrivals(
    forms.filter((_, index) => index % 10 === 0),
    1
  );
  await assertNothingLost(owner, quiz, ours);
  say(`${count} to the bare handler`);
  const same = await arrivals(Array(count).fill(bare.ask), seconds);
  bare.stop();
  await assertNothingLost(owner, quiz, theirs);
  for (const [name, { failures }] of Object.entries({ handedIn, again, same }))
    if (failures > 0) throw new Error(`${failures} requests failed (${name}).`);
  return figuresOf(count, seconds, bare.statements, handedIn, same);
}

function figuresOf(
  count: number,
  seconds: number,
  statements: number,
  ours: Arrivals,
  bare: Arrivals
): Figure[] {
  const name = `A quiz handed in by ${count} learners within ${seconds} s`;
  const beside = `A bare handler with the same ${statements} statements`;
  return [
    { name: `${name}: the middle`, value: ours.p50, unit: 'ms' },
    { name: `${name}: slowest twentieth`, value: ours.p95, unit: 'ms' },
    { name: `${name}: the slowest`, value: ours.slowest, unit: 'ms' },
    { name: `${name}: failed`, value: ours.failures, unit: '', most: 0 },
    { name: `${beside}: the middle`, value: bare.p50, unit: 'ms' },
    { name: `${beside}: slowest twentieth`, value: bare.p95, unit: 'ms' },
    { name: 'Slowest twentieth, by the bare handler’s', value: ours.p95 / bare.p95, unit: '' }
  ];
}

async function quizOfTheStory(owner: pg.Client, origin: string): Promise<Quiz> {
  const { rows } = await owner.query(
    `select organisation_id as organisation, course_id as course, content #>> '{quizzes,0,id}' as quiz
     from course_versions order by published_at limit 1`
  );
  const { course, quiz } = rows[0];
  return { ...rows[0], address: `${origin}/training/courses/${course}/quizzes/${quiz}` };
}

/** The form as this learner's page gives it, answered. */
async function openQuiz({ address }: Quiz, { cookie }: Learner): Promise<Ask> {
  const reply = await fetch(address, { headers: { cookie, accept: 'text/html' } });
  if (!reply.ok) throw new Error(`The quiz was not opened: ${reply.status}.`);
  const body = answered(await reply.text());
  return { address: `${address}?/hand_in`, cookie, body: () => body };
}

function answered(html: string): string {
  const form = parse(html).querySelector('main form[action="?/hand_in"]')!;
  const fields = new Map<string, string>();
  for (const field of form.querySelectorAll('input, select, textarea')) {
    const name = field.getAttribute('name')!;
    const options = field.querySelectorAll('option');
    fields.set(name, options.at(-1)?.getAttribute('value') ?? field.getAttribute('value') ?? 'My supervisor');
  }
  return new URLSearchParams([...fields]).toString();
}

/** One learner hands in while the database writes down what it is asked; the handler then asks the same for each of the others. */
async function bareHandler(program: Program, place: Place, quiz: Quiz, first: Learner, others: Learner[]) {
  const owner = runningEmbedded(program.data)!;
  const since = newId();
  const form = await openQuiz(quiz, first);
  const log = await writtenDown(owner, program.data, () => arrivals([form], 0));
  const asked = { page: everythingIn(log), writes: 0 };
  const made = idsSince(since, JSON.stringify(asked), [first.person]);
  const turns = others.map(({ person, token }): Turn => [
    [first.person, person],
    [first.token, token],
    ...made.map((id): [string, string] => [id, newId()])
  ]);
  const login = addressesOf(owner, path.join(program.data, 'secrets', 'master-key')).login;
  const { child, address } = await startSameSql(
    { login, sessions: pageSessions(), asked, body: '', turns },
    place.running
  );
  return {
    ask: { address },
    statements: asked.page.length,
    stop: () => void child.kill()
  };
}

// Ids begin with the moment they were made at; those that this hand-in made are made anew for each of the others.
const idsSince = (since: string, text: string, except: string[]): string[] =>
  [...new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g))].filter(
    (id) => id > since && !except.includes(id)
  );

/** Throws unless each of them has one attempt with all its answers, its event if it passed, and nothing else. */
async function assertNothingLost(
  owner: pg.Client,
  { course, quiz }: Quiz,
  learners: Learner[]
): Promise<void> {
  const { rows } = await owner.query(
    `select count(*)::int as attempts, count(distinct person_id)::int as people, count(*) filter (where passed)::int as passed,
       (select count(*)::int from quiz_attempt_items i join quiz_attempts b on b.id = i.attempt_id where b.person_id = any($3)) as items,
       (select jsonb_array_length(jsonb_path_query_first(content, '$.quizzes[*] ? (@.id == $id).questions', jsonb_build_object('id', $2::text)))
          from course_versions v where v.course_id = $1 order by number desc limit 1) as questions,
       (select count(*)::int from domain_events where name = 'training.quiz-passed' and payload ->> 'person' = any($3::text[])) as told
     from quiz_attempts where course_id = $1 and quiz_id = $2::uuid and person_id = any($3)`,
    [course, quiz, learners.map(({ person }) => person)]
  );
  const { attempts, people, passed, items, questions, told } = rows[0];
  const whole = attempts === learners.length && people === learners.length;
  if (!whole || items !== learners.length * questions || told !== passed)
    throw new Error(`Lost or doubled, of ${learners.length} learners: ${JSON.stringify(rows[0])}.`);
}
