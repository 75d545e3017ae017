/** A course to prepare for helping: written by the trainer, read by half of the helpers, its quiz asked before and after. */
import {
  addPackage,
  askForCourse,
  beginCourse,
  finishLessons,
  giveEvaluation,
  handIn,
  leaveBookmark,
  openItem,
  publishCourse,
  saveDraft,
  saveReport,
  setModuleTest,
  setWorkshopTest,
  takeUpCourse
} from '#domains/training/index.server.ts';
import type { Answers, CourseContent, Question } from '#domains/training/index.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { countingToFive, firstThenSecond } from './scorm.ts';
import { act, at, done, who, type World } from './world.server.ts';

const course = newId();
const [firstLesson, secondLesson, quiz, pause] = [newId(), newId(), newId(), newId()];

const option = (text: string, right: boolean, feedback = '') => ({ id: newId(), text, right, feedback });
const questions: Question[] = [
  {
    id: newId(),
    kind: 'single',
    text: 'Somebody begins to cry. What do you do first?',
    explanation: 'Staying is already help.',
    options: [
      option('Stay, and give them time', true),
      option('Say that it will be all right', false, 'Nobody can promise that.'),
      option('Ask why at once', false, 'Questions can wait.')
    ]
  },
  {
    id: newId(),
    kind: 'multiple',
    text: 'What do you tell before anybody shares something?',
    explanation: 'The limits of confidentiality are told first.',
    options: [
      option('That what they say stays here', true),
      option('When it cannot stay here', true),
      option('That you will never tell anybody, whatever it is', false, 'That promise cannot be kept.')
    ]
  },
  {
    id: newId(),
    kind: 'order',
    text: 'Put a first meeting in order.',
    explanation: 'First safety, then the story, then the next step.',
    items: [
      'Greet and find a quiet place',
      'Tell about confidentiality',
      'Listen',
      'Agree on what comes next'
    ].map((text) => ({ id: crypto.randomUUID(), text }))
  },
  {
    id: newId(),
    kind: 'short',
    text: 'Whom do you call when somebody may be in danger today?',
    explanation: 'Nobody carries that alone.',
    accepted: ['my supervisor', 'supervisor', 'the supervisor']
  }
];
const content: CourseContent = {
  title: 'Listening first',
  summary:
    'What to know before the first day of training: sitting down, being quiet, and telling what stays between us.',
  lessons: [
    {
      id: firstLesson,
      title: 'Sitting down',
      words:
        '# Before any word\n\nFind a place where nobody listens in. Sit at the same height.\n\n- Put the telephone away.\n- **Ask** whether this is a good moment.\n\n# Being quiet\n\nCount to five before you answer. Most of what matters is said in the pause.'
    },
    {
      id: secondLesson,
      title: 'What stays between us',
      words:
        '# The limits, told first\n\n> What you tell me stays with me and my supervisor. If somebody is in danger, I must call for help, and I will tell you so.\n\nNever promise more than that.'
    }
  ],
  quizzes: [
    {
      id: quiz,
      title: 'What stays with me',
      draws: null,
      attemptsMax: 3,
      counts: 'best',
      passMark: 0.7,
      feedback: 'after',
      showsRight: true,
      questions
    }
  ]
};

/** Writes and publishes the course, which half of the helpers read and answer. */
export async function writeCourse(world: World): Promise<void> {
  const trainer = who(world, 'trainer');
  await act(world, trainer, at(world, 4, 9), async (tx) => {
    await beginCourse(
      tx,
      { id: course, title: content.title, kind: 'foundational-helping', language: 'en' },
      trainer
    );
    done(await saveDraft(tx, { course, revision: 0 }, () => content, trainer));
    const [fault] = await publishCourse(tx, course, trainer);
    done(fault?.fault ?? null);
    done(await addPackage(tx, { id: pause, course, bytes: countingToFive() }, trainer));
    done(await addPackage(tx, { id: newId(), course, bytes: firstThenSecond() }, trainer));
  });
  const helpers = [...world.helpers.supporters, ...world.helpers.practitioners];
  for (const [index, helper] of helpers.entries()) {
    if (index % 2 === 1) continue;
    await act(world, helper, at(world, 8, 18), (tx) => read(tx, world, helper, index));
  }
}

/** Passing its quiz is asked for of a module, beside the hours. */
export async function testModuleWithCourse(tx: Tx, module: string, coordinator: Person): Promise<void> {
  const test = { course, part: quiz, insteadOfHours: false };
  done(await setModuleTest(tx, { id: newId(), module, test }, coordinator));
}

/** What a workshop of the story does with it: asks for it, tests before and after, and hears what people thought. */
export async function prepareWithCourse(tx: Tx, workshop: string, coordinator: Person): Promise<void> {
  await askForCourse(tx, { workshop, course }, coordinator);
  done(await setWorkshopTest(tx, { workshop, course, quiz }, coordinator));
}

export async function testBefore(tx: Tx, world: World, workshop: string, helper: Person): Promise<void> {
  await sit(tx, world, helper, { occasion: 'before', workshop, knows: 0.45 });
}

export async function testAfter(tx: Tx, world: World, workshop: string, helper: Person): Promise<void> {
  await sit(tx, world, helper, { occasion: 'after', workshop, knows: 0.8 });
}

export async function sayWhatItWas(tx: Tx, world: World, workshop: string, helper: Person): Promise<void> {
  const score = () => (world.chance.happens(0.6) ? 5 : world.chance.happens(0.6) ? 4 : 3);
  done(
    await giveEvaluation(
      tx,
      workshop,
      {
        aims_met: score(),
        useful: score(),
        trainers: score(),
        pace: score(),
        felt_safe: score(),
        words: world.chance.happens(0.2) ? 'More time for role-play.' : ''
      },
      helper
    )
  );
}

async function read(tx: Tx, world: World, helper: Person, index: number): Promise<void> {
  await takeUpCourse(tx, course, helper);
  await leaveBookmark(tx, { course, lesson: secondLesson }, helper);
  const lessons = index % 3 === 0 ? [firstLesson] : [firstLesson, secondLesson];
  await finishLessons(tx, { course, lessons, at: now() }, helper);
  if (index % 4 === 0) await count(tx, helper, index % 8 === 0);
  if (index % 3 > 0) await sit(tx, world, helper, { occasion: 'course', workshop: null, knows: 0.7 });
}

// What the package's own script would say: of a lesson gone through, or left in the middle.
async function count(tx: Tx, helper: Person, whole: boolean): Promise<void> {
  const visit = newId();
  done(await openItem(tx, { id: visit, course, package: pause, item: 'pause' }, helper));
  const session_time = whole ? '00:06:10' : '00:02:30';
  const cmi = whole
    ? { core: { lesson_status: 'passed', lesson_location: '2', score: { raw: '100' }, session_time } }
    : { core: { lesson_status: 'incomplete', lesson_location: '1', exit: 'suspend', session_time } };
  done(await saveReport(tx, { visit, cmi, sequence: 1 }, helper));
}

type Sitting = { occasion: 'course' | 'before' | 'after'; workshop: string | null; knows: number };

async function sit(tx: Tx, world: World, helper: Person, { knows, ...sitting }: Sitting): Promise<void> {
  const attempt = { id: newId(), course, quiz, version: 1, number: 1, madeAt: now() };
  done(await handIn(tx, { ...attempt, ...sitting, answers: answersOf(world, knows) }, helper));
}

const answersOf = ({ chance }: World, knows: number) => answersWhere(() => chance.happens(knows));
export const answersKnowingAll = () => answersWhere(() => true);
export const answersKnowingNothing = () => answersWhere(() => false);

function answersWhere(isRight: () => boolean): Answers {
  return Object.fromEntries(
    questions.map((question) => {
      const right = isRight();
      if (question.kind === 'order')
        return [
          question.id,
          Object.fromEntries(
            question.items.map(({ id }, place) => [id, String(right ? place + 1 : 4 - place)])
          )
        ];
      if (question.kind === 'short') return [question.id, right ? 'My supervisor' : 'A friend'];
      const options = 'options' in question ? question.options : [];
      const chosen = options.filter((one) => one.right === right).map(({ id }) => id);
      return [question.id, question.kind === 'multiple' ? chosen : chosen[0]!];
    })
  );
}
