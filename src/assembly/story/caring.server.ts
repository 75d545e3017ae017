/**
 * Four hundred people ask for support, most of them anonymous for good; some get better, some do not, some stop
 * coming. Each asks, passes the gate, talks, answers PHQ-9 now and then, and ends well or is still coming.
 */
import {
  acknowledge,
  act as respond,
  concernsVisibleTo,
  confirmClosing,
  proposeClosing
} from '#domains/safeguarding/index.server.ts';
import { askForSupport, endRelationship, recordEncounter } from '#domains/support/index.server.ts';
import { templates, topics, type EndingReason, type Note, type Wishes } from '#domains/support/index.ts';
import { candidatesFor, match } from '#domains/matching/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { createSeekerSignIn, type SeekerSecrets } from '#platform/identity/index.server.ts';
import type { Chance } from './chance.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

const seekerCount = 400;
// Nobody is matched before the first certificates.
const doorsOpen = 90;
const stillWaiting = 5;

export async function giveSupport(world: World): Promise<SeekerSecrets & { pseudonym: string }> {
  const count = Math.max(12, Math.round(seekerCount * world.scale));
  for (let number = 0; number < count; number++) {
    // The last five came in the last days, and still wait for somebody.
    const fromTheEnd = count - number;
    const joined =
      fromTheEnd <= stillWaiting
        ? storyDays - fromTheEnd
        : doorsOpen + Math.floor(((storyDays - doorsOpen - 12) * number) / count);
    await accompany(world, number, joined);
    if (number % 20 === 19) world.progress('support', number + 1, count);
  }
  return oneWithASignIn(world);
}

type Course = { answers: number[][]; sessions: number; ends: boolean; reason: EndingReason };

async function accompany(world: World, number: number, joined: number): Promise<void> {
  const { chance } = world;
  const course = courseOf(chance);
  const asked = await ask(world, { pseudonym: pseudonymOf(number), joined, answers: course.answers[0]! });
  if (joined > storyDays - 9) return;
  const found = await findSupporter(world, asked.request, joined + chance.between(1, 3));
  if (!found) return;
  await talk(world, { ...found, joined, course });
  if (course.answers.some((answers) => answers.at(-1)! > 0)) await answerConcerns(world, joined);
}

type Asked = { pseudonym: string; joined: number; answers: number[]; wishes?: Wishes };

async function ask(world: World, { pseudonym, joined, answers, wishes = wishesOf(world.chance) }: Asked) {
  const { chance } = world;
  const organisation = who(world, 'coordinator').organisation;
  const when = at(world, joined, chance.between(7, 22), chance.between(0, 59));
  const place = chance.pick(world.districts).id;
  const asking = {
    seeker: newId(),
    request: newId(),
    response: newId(),
    pseudonym,
    language: chance.pick(['sw', 'sw', 'en', 'fr'] as const),
    limitsAcceptedAt: when,
    wishes: { ...wishes, place },
    answers: chance.happens(0.75) ? answers : null
  };
  moveClock(when);
  const seeker = await speakAs(world.database, { visitor: true, organisation: organisation.id }, (tx) =>
    askForSupport(tx, asking, organisation)
  );
  if ('refusal' in seeker) throw new Error(`The story was refused: ${seeker.refusal}`);
  return { seeker, request: asking.request };
}

/** The coordinator tries somebody near at hand, and asks the gate for everybody when it says no. */
async function findSupporter(world: World, request: string, day: number) {
  const coordinator = who(world, 'coordinator');
  const when = at(world, day, 10, world.chance.between(0, 50));
  const helpers = [...world.helpers.supporters, ...world.helpers.practitioners];
  const attempt = (supporter: string) => {
    const id = newId();
    return act(world, coordinator, when, (tx) => match(tx, { id, request, supporter }, coordinator)).then(
      (refusals) => (refusals.length ? null : id)
    );
  };
  for (let attempts = 0; attempts < 3; attempts++) {
    const supporter = world.chance.pick(helpers);
    const relationship = await attempt(supporter.id);
    if (relationship) return { relationship, supporter, day };
  }
  const candidates = await act(world, coordinator, when, (tx) => candidatesFor(tx, request, coordinator));
  const first = helpers.find(({ id }) => id === candidates?.may[0]?.candidate.id);
  const relationship = first && (await attempt(first.id));
  return relationship ? { relationship, supporter: first, day } : null;
}

async function talk(
  world: World,
  {
    relationship,
    supporter,
    day,
    course
  }: { relationship: string; supporter: Person; day: number; joined: number; course: Course }
): Promise<void> {
  const { chance } = world;
  let when = day + chance.between(1, 4);
  await act(world, supporter, at(world, when, 20), async (tx) => {
    for (
      let session = 0;
      session < course.sessions && when < storyDays;
      session++, when += chance.between(6, 11)
    ) {
      moveClock(at(world, when, 20));
      const outcome = await recordEncounter(
        tx,
        sessionOf(world, relationship, course, session, when),
        supporter
      );
      if (outcome) throw new Error(`The story was refused: ${JSON.stringify(outcome)}`);
    }
    if (!course.ends || when >= storyDays) return;
    moveClock(at(world, when, 9));
    done(await endRelationship(tx, { relationship, reason: course.reason }, supporter));
  });
}

function sessionOf(world: World, relationship: string, { answers }: Course, session: number, day: number) {
  const { chance } = world;
  return {
    id: newId(),
    relationship,
    kind: chance.pick(['individual', 'individual', 'home-visit', 'call'] as const),
    startedAt: at(world, day, chance.between(8, 18), 5 * chance.between(0, 11)),
    minutes: chance.pick([30, 40, 45, 45, 50, 60]),
    note: chance.pick(notes),
    fidelity: { template: 'listening' as const, checks: selfCheck(chance) },
    nextStepOn: dayOf(world, day + 7),
    responses:
      answers[session] && session % 2 === 0
        ? [{ id: newId(), instrument: 'phq-9' as const, answers: answers[session]! }]
        : []
  };
}

/** Whoever is on call sees to it within minutes; a second person agrees that it may be closed. The last are still open. */
async function answerConcerns(world: World, joined: number): Promise<void> {
  const lead = who(world, 'lead');
  const second = who(world, 'coordinator');
  const open = await act(world, lead, at(world, storyDays, 0), (tx) =>
    concernsVisibleTo(tx, lead).where('acknowledgement.by_id', 'is', null).execute()
  );
  for (const { id: concern, raised_at } of open) {
    const minutes = (count: number) => new Date(raised_at.getTime() + count * 60_000);
    await act(world, lead, minutes(3), async (tx) =>
      done(await acknowledge(tx, { id: newId(), concern }, lead))
    );
    await act(world, lead, minutes(25), async (tx) =>
      done(
        await respond(
          tx,
          { id: newId(), concern, done: 'Called back, listened, agreed on who to call at night.' },
          lead
        )
      )
    );
    if (joined > storyDays - 30) continue;
    const closing = {
      id: newId(),
      concern,
      outcome: 'safety-plan' as const,
      because: 'The plan is made, and the supporter knows of it.'
    };
    await act(world, lead, minutes(2900), async (tx) => done(await proposeClosing(tx, closing, lead)));
    await act(world, second, minutes(3000), async (tx) => done(await confirmClosing(tx, concern, second)));
  }
}

/** Somebody whose words are known, so that a visitor can sign in as a person seeking support. */
async function oneWithASignIn(world: World): Promise<SeekerSecrets & { pseudonym: string }> {
  const pseudonym = 'Quiet Heron 7';
  const joined = storyDays - 60;
  const course: Course = {
    ...courseOf(world.chance),
    answers: [16, 14, 12, 11, 9, 8, 7, 6].map((total) => spread(total, 0)),
    sessions: 7,
    ends: false,
    reason: 'goals-met'
  };
  // Whatever chance says of a supporter, this one may be matched with the supporter that a visitor signs in as.
  const wishes = { ...wishesOf(world.chance), preferredGender: null };
  const { seeker, request } = await ask(world, { pseudonym, joined, answers: course.answers[0]!, wishes });
  const supporter = who(world, 'supporter');
  const coordinator = who(world, 'coordinator');
  const relationship = newId();
  done(
    await act(world, coordinator, at(world, joined + 1, 10), (tx) =>
      match(tx, { id: relationship, request, supporter: supporter.id }, coordinator)
    )
  );
  await talk(world, { relationship, supporter, day: joined + 1, joined, course });
  const secrets = await createSeekerSignIn({ id: seeker.id, pseudonym, language: 'en' });
  if (secrets === 'already-joined') throw new Error('The story was told twice.');
  return { ...secrets, pseudonym };
}

// PHQ-9 begins moderate and mostly eases; a fifth stay as they are, a few get worse.
function courseOf(chance: Chance): Course {
  const sessions = chance.between(4, 12);
  const begin = chance.between(9, 21);
  const slope = chance.happens(0.72) ? -chance.next() * 1.6 - 0.5 : chance.happens(0.7) ? 0 : 0.6;
  const dark = chance.happens(0.05) ? 1 : 0;
  const answers = Array.from({ length: sessions }, (_, session) => {
    const total = Math.round(begin + slope * session + chance.between(-1, 1));
    return spread(Math.min(24, Math.max(1, total)), session < 2 ? dark : 0);
  });
  const reason = chance.pick(['goals-met', 'goals-met', 'enough', 'moved', 'lost-contact'] as const);
  return { answers, sessions, ends: true, reason };
}

/** Nine answers of 0 to 3 that add up; the ninth is as given. */
function spread(total: number, ninth: number): number[] {
  const answers = Array.from({ length: 8 }, () => 0);
  for (let left = total - ninth, item = 0; left > 0; left--, item = (item + 1) % 8) answers[item]!++;
  return [...answers.map((answer) => Math.min(3, answer)), ninth];
}

const adjectives = [
  'Calm',
  'Bright',
  'Quiet',
  'Brave',
  'Gentle',
  'Patient',
  'Early',
  'Golden',
  'Kind',
  'Silver'
];
const creatures = [
  'River',
  'Acacia',
  'Swallow',
  'Lantern',
  'Baobab',
  'Dawn',
  'Pebble',
  'Harbour',
  'Cedar',
  'Finch'
];

function pseudonymOf(number: number): string {
  return `${adjectives[number % 10]} ${creatures[Math.floor(number / 10) % 10]} ${Math.floor(number / 100) + 11}`;
}

function wishesOf(chance: Chance): Wishes {
  return {
    languages: ['sw'],
    topics: topics.filter(() => chance.happens(0.2)),
    setting: chance.happens(0.5) ? 'in-person' : null,
    minor: false,
    place: null,
    preferredGender: chance.happens(0.25) ? chance.pick(['woman', 'man'] as const) : null,
    preferredAgeBand: null,
    wants: 'coordinator'
  };
}

function selfCheck(chance: Chance) {
  return Object.fromEntries(templates.listening.map((item) => [item, chance.happens(0.88)]));
}

const notes: Note[] = [
  {
    talkedAbout: 'Sleep, and the weeks since the harvest failed.',
    helped: 'Saying it aloud; walking to the well with a neighbour.',
    nextStep: 'Walk three mornings; talk to her sister.'
  },
  {
    talkedAbout: 'Worries about money and the children.',
    helped: 'Breathing slowly, writing the worries down.',
    nextStep: 'Write down what can be done this week.'
  },
  {
    talkedAbout: 'Missing his brother.',
    helped: 'Remembering him together.',
    nextStep: 'Visit the grave with his uncle.'
  },
  {
    talkedAbout: 'Trouble at home, and where to go when it is too much.',
    helped: 'A plan for a bad evening.',
    nextStep: 'Keep the plan where only she finds it.'
  }
];
