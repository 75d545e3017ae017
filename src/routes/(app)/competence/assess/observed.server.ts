import * as v from 'valibot';
import { m } from '#messages';
import { assessorRoles, contexts } from '#domains/competence/index.ts';
import { colleaguesWith, rubricsHere } from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { rubricOptions } from '../rubric-choices.server.ts';

const id = v.pipe(v.string(), v.uuid());
/** What is said of an observation before the ticks, whomever it is of. */
export const observed = {
  rubric: v.string(),
  context: v.picklist(contexts),
  observedOn: v.pipe(v.string(), v.isoDate()),
  secondAssessor: v.optional(
    v.pipe(
      v.union([v.literal(''), id]),
      v.transform((chosen) => chosen || undefined)
    )
  )
};

/** What there is to choose from. */
export async function observationChoices(tx: Tx, person: Person) {
  const assessors = await colleaguesWith(tx, assessorRoles);
  return {
    assessors: assessors.filter((one) => one.id !== person.id),
    rubrics: rubricOptions(await rubricsHere(tx)),
    today: dayIn(person.organisation.timeZone)
  };
}

/** Words for what could not be read, by field. */
export function errorsOf(issues: v.BaseIssue<unknown>[]): Record<string, string> {
  const words: Record<string, () => string> = {
    observedOn: m.competence_choose_day,
    rubric: m.competence_refused_no_such_rubric
  };
  return Object.fromEntries(
    issues.map((issue) => {
      const field = v.getDotPath(issue as v.BaseIssue<unknown>) ?? '';
      return [field, (words[field] ?? m.competence_choose_person)()];
    })
  );
}
