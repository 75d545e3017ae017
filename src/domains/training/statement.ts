/**
 * What a learner did, as an xAPI 1.0.3 statement. It names nobody: the actor is an account of this installation with a random
 * name. Verbs are ADL's; activities are addresses of this installation.
 */
import { v5 as idFrom } from 'uuid';

export type Verb = 'initialized' | 'answered' | 'passed' | 'failed' | 'completed' | 'attended';
export type Thing = 'course' | 'lesson' | 'question' | 'quiz' | 'package' | 'workshop';

export type Fact = {
  organisation: string;
  key: string;
  verb: Verb;
  person: string;
  at: Date;
  thing: Thing;
  course: string | null;
  workshop: string | null;
  thingId: string;
  registration: string | null;
  scaled: number | null;
  seconds: number | null;
};

/** Where it happened: the installation's address, and what its courses, packages and workshops are called. */
export type Telling = {
  origin: string;
  actor: string;
  names: Map<string, { title: string; language: string }>;
};

export type Statement = {
  id: string;
  actor: { objectType: 'Agent'; account: { homePage: string; name: string } };
  verb: { id: string; display: Record<string, string> };
  object: Activity & { definition: { type: string; name?: Record<string, string> } };
  result?: { score?: { scaled: number }; success?: boolean; completion?: boolean; duration?: string };
  context: {
    registration?: string;
    platform: string;
    contextActivities?: { parent?: Activity[]; grouping?: Activity[] };
  };
  timestamp: string;
  version: '1.0.0';
};
type Activity = { objectType: 'Activity'; id: string };

// Chosen once, for this use alone: what is told twice has the same id twice.
const statementIds = '6f0f6c0e-3d1b-5c51-9a55-0d2f4c7a7b11';

export function statementOf(fact: Fact, { origin, actor, names }: Telling): Statement {
  const object = { objectType: 'Activity', id: addressOf(fact, origin) } as const;
  const named = names.get(fact.thingId);
  const result = resultOf(fact);
  return {
    id: idFrom(`${fact.organisation}/${fact.key}`, statementIds),
    actor: { objectType: 'Agent', account: { homePage: origin, name: actor } },
    verb: { id: `http://adlnet.gov/expapi/verbs/${fact.verb}`, display: { en: fact.verb } },
    object: {
      ...object,
      definition: { type: typeOf[fact.thing], ...(named && { name: { [named.language]: named.title } }) }
    },
    ...(result && { result }),
    context: contextOf(fact, object.id, origin),
    timestamp: fact.at.toISOString(),
    // Every 1.0.x has this data model, and a provider that says a version says this one (xAPI 1.0.3, part 2, 2.4.10).
    version: '1.0.0'
  };
}

const activities = 'http://adlnet.gov/expapi/activities';
const typeOf = {
  course: `${activities}/course`,
  lesson: `${activities}/lesson`,
  question: `${activities}/question`,
  quiz: `${activities}/assessment`,
  package: `${activities}/module`,
  workshop: `${activities}/meeting`
} satisfies Record<Thing, string>;

function addressOf({ thing, course, thingId }: Fact, origin: string): string {
  const within = `${origin}/training/courses/${course}`;
  const [quiz, question] = thingId.split('/');
  switch (thing) {
    case 'course':
      return within;
    case 'lesson':
      return `${within}/lessons/${thingId}`;
    case 'question':
      return `${within}/quizzes/${quiz}#${question}`;
    case 'quiz':
      return `${within}/quizzes/${thingId}`;
    case 'package':
      return `${within}/packages/${thingId}`;
    case 'workshop':
      return `${origin}/training/workshops/${thingId}`;
  }
}

function resultOf({ verb, thing, scaled, seconds }: Fact): Statement['result'] {
  const judged = verb === 'passed' || verb === 'failed';
  const result = {
    ...(scaled !== null && { score: { scaled } }),
    ...(judged && { success: verb === 'passed' }),
    ...((verb === 'completed' || judged) && { completion: true }),
    // Of a question nobody took the time.
    ...(seconds !== null && thing !== 'question' && { duration: `PT${seconds}S` })
  };
  return Object.keys(result).length > 0 ? result : undefined;
}

function contextOf(
  { course, workshop, registration }: Fact,
  object: string,
  origin: string
): Statement['context'] {
  const activity = (kind: string, id: string | null): Activity[] => {
    const at = `${origin}/training/${kind}/${id}`;
    return id === null || at === object ? [] : [{ objectType: 'Activity', id: at }];
  };
  const [parent, grouping] = [activity('courses', course), activity('workshops', workshop)];
  return {
    ...(registration && { registration }),
    platform: 'Trellis',
    ...(parent.length + grouping.length > 0 && {
      contextActivities: { ...(parent.length > 0 && { parent }), ...(grouping.length > 0 && { grouping }) }
    })
  };
}
