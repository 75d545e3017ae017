/** Scenarios of this organisation beside our own, and which of them a person is given. */
import { randomInt } from 'node:crypto';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { languages } from './rubric.ts';
import { scenarios, type Scenario } from './scenario.ts';
import { drawScenario, type ScenarioWords } from './scenario-draw.ts';

/** Every scenario there is for this organisation. One it added is the same words in every language. */
export async function scenariosHere(tx: Tx): Promise<Scenario[]> {
  const rows = await tx
    .selectFrom('scenarios')
    .where('organisation_id', '=', (query) => query.fn('current_organisation'))
    .select(['id', 'rubric', 'title', 'helper', 'actor'])
    .orderBy('added_at')
    .execute();
  const added = rows.map(({ id, rubric, ...words }) => ({
    id,
    rubric,
    words: Object.fromEntries(languages.map((language) => [language, words])) as Scenario['words']
  }));
  return [...scenarios, ...added];
}

/** Those that rest: they are given to nobody. */
export async function restingScenarios(tx: Tx): Promise<Set<string>> {
  const rows = await tx
    .selectFrom('scenario_rests')
    .where('organisation_id', '=', (query) => query.fn('current_organisation'))
    .where('ended_at', 'is', null)
    .select('scenario')
    .execute();
  return new Set(rows.map(({ scenario }) => scenario));
}

/** What may be drawn. */
export async function scenariosToGive(tx: Tx): Promise<Scenario[]> {
  const resting = await restingScenarios(tx);
  return (await scenariosHere(tx)).filter(({ id }) => !resting.has(id));
}

/** Adds one; the same id again adds nothing. */
export async function addScenario(
  tx: Tx,
  { id, rubric, title, helper, actor }: { id: string; rubric: string } & ScenarioWords,
  person: Person
): Promise<void> {
  await tx
    .insertInto('scenarios')
    .values({
      organisation_id: person.organisation.id,
      id,
      rubric,
      title,
      helper,
      actor,
      added_by: person.id,
      added_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'scenario.added', thing: { kind: 'scenario', id } });
}

/** The scenario of somebody's next role-play on a rubric. */
export async function scenarioFor(tx: Tx, helper: string, rubric: string): Promise<string | null> {
  const had = (await scenariosHad(tx, helper)).get(helper) ?? [];
  const among = (await scenariosToGive(tx)).filter((scenario) => scenario.rubric === rubric);
  const lots = 2 ** 32;
  return drawScenario(among, had, randomInt(lots) / lots);
}

/** Which role-plays each person had, by person, in the order in which they had them. */
export async function scenariosHad(tx: Tx, helper?: string): Promise<Map<string, string[]>> {
  const rows = await tx
    .selectFrom('observations')
    .where('organisation_id', '=', (query) => query.fn('current_organisation'))
    .where('scenario', 'is not', null)
    .$if(helper !== undefined, (query) => query.where('person_id', '=', helper!))
    .select(['person_id', 'scenario'])
    .orderBy('opened_at')
    .execute();
  const had = Map.groupBy(rows, ({ person_id }) => person_id);
  return new Map([...had].map(([person, theirs]) => [person, theirs.map(({ scenario }) => scenario!)]));
}
