/** Statements about what learners did, from the rows that say so: nothing is kept twice, and the same is told each time. */
import { sql } from 'kysely';
import type { Tx } from '#platform/database/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { pseudonymsOf } from './learner-pseudonym.server.ts';
import { statementOf, type Fact, type Statement, type Thing, type Verb } from './statement.ts';

/** What there is to tell, as far as the speaker may see it; oldest first. Nothing more is told of whoever was erased. */
export function factsVisibleTo(tx: Tx) {
  return tx
    .selectFrom('statement_facts as fact')
    .where(sql<boolean>`is_told_of(fact.person_id)`)
    .select([
      sql<string>`fact.organisation_id`.as('organisation'),
      sql<string>`fact.key`.as('key'),
      sql<Verb>`fact.verb`.as('verb'),
      sql<string>`fact.person_id`.as('person'),
      sql<Date>`fact.at`.as('at'),
      sql<Thing>`fact.thing`.as('thing'),
      'fact.course_id as course',
      'fact.workshop_id as workshop',
      sql<string>`fact.thing_id`.as('thingId'),
      'fact.registration',
      sql<number | null>`fact.scaled::float`.as('scaled'),
      'fact.seconds'
    ])
    .orderBy('fact.at')
    .orderBy('fact.key');
}

export const statementsAbout = async (tx: Tx, person: string): Promise<Statement[]> =>
  statementsFor(tx, await factsVisibleTo(tx).where('fact.person_id', '=', person).execute());

export const statementsOfCourse = async (tx: Tx, course: string): Promise<Statement[]> =>
  statementsFor(tx, await factsVisibleTo(tx).where('fact.course_id', '=', course).execute());

export async function statementsFor(tx: Tx, facts: Fact[]): Promise<Statement[]> {
  const pseudonyms = await pseudonymsOf(
    tx,
    facts.map(({ person }) => person)
  );
  const names = await namesOf(tx, facts);
  const { origin } = settings();
  return facts.map((fact) => statementOf(fact, { origin, actor: pseudonyms.get(fact.person)!, names }));
}

async function namesOf(tx: Tx, facts: Fact[]) {
  const of = (...things: Thing[]) => [
    ...new Set(facts.filter(({ thing }) => things.includes(thing)).map(({ thingId }) => thingId))
  ];
  const courses = await tx
    .selectFrom('course_versions as version')
    .innerJoin('courses', (join) =>
      join
        .onRef('courses.organisation_id', '=', 'version.organisation_id')
        .onRef('courses.id', '=', 'version.course_id')
    )
    .where('version.course_id', 'in', orNone(of('course')))
    .distinctOn('version.course_id')
    .orderBy('version.course_id')
    .orderBy('version.number', 'desc')
    .select([
      'version.course_id as id',
      sql<string>`version.content ->> 'title'`.as('title'),
      'courses.language'
    ])
    .execute();
  const packages = await tx
    .selectFrom('course_packages as package')
    .innerJoin('courses', (join) =>
      join
        .onRef('courses.organisation_id', '=', 'package.organisation_id')
        .onRef('courses.id', '=', 'package.course_id')
    )
    .where('package.id', 'in', orNone(of('package')))
    .select(['package.id', 'package.title', 'courses.language'])
    .execute();
  const workshops = await tx
    .selectFrom('workshops')
    .where('id', 'in', orNone(of('workshop')))
    .select(['id', 'title', 'language'])
    .execute();
  return new Map(
    [...courses, ...packages, ...workshops].map(({ id, title, language }) => [id, { title, language }])
  );
}

const orNone = (ids: string[]) => (ids.length > 0 ? ids : ['00000000-0000-0000-0000-000000000000']);
