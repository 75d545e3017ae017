import { getLocale } from '#languages';
import {
  certificateRoles,
  isTaskDone,
  neededLevel,
  profileFrom,
  requiredOn,
  shownIn,
  validityOf,
  type Policy
} from '#domains/competence/index.ts';
import {
  certificatesVisibleTo,
  observationsOf,
  plansOf,
  policyOn,
  practiceNeededBy,
  waitingForSecond,
  type Observation
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { colleagueSeen } from '../../../colleague-seen.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const { tx } = locals;
  const reader = locals.person!;
  const own = reader.id === params.person;
  const helper = await colleagueSeen(locals, params.person, 'assessments.see');
  const today = dayIn(reader.organisation.timeZone);
  const policy = await policyOn(tx, today);
  const told = (await observationsOf(tx, helper.id, reader)).filter(({ counts }) => counts !== null);
  const waiting = await waitingForSecond(tx, told, today);
  const plans = await plansOf(tx, helper.id, reader);
  const certificates = await certificatesVisibleTo(tx, reader)
    .where('certificates.person_id', '=', helper.id)
    .execute();
  return {
    helper,
    own,
    observations: told.map(({ id, rubric, observedOn, results }) => ({
      waits: waiting.has(id),
      assessment: results[0]!.assessment,
      on: observedOn,
      title: rubric.title[getLocale()]
    })),
    profiles: [...Map.groupBy(told, ({ rubric }) => rubric.id).values()].map((observations) =>
      profileShown(observations, policy)
    ),
    plans: plans.map(({ id, madeOn, tasks, closing }) => ({
      id,
      madeOn,
      outcome: closing?.outcome ?? null,
      done: tasks.filter((task) => isTaskDone(task, closing)).length,
      count: tasks.length
    })),
    mayPlan:
      can(reader, 'assessments.record') && !own && (await practiceNeededBy(tx, helper.id, reader)).length > 0,
    certificates: certificates.map(({ id, role, issued_on, expires_on, suspension_id }) => ({
      id,
      role: certificateRoles.find((known) => known === role)!,
      issuedOn: issued_on,
      expiresOn: expires_on,
      validity: validityOf(
        { issuedOn: issued_on, expiresOn: expires_on, suspended: suspension_id !== null },
        today
      )
    })),
    maySeeTraining: can(reader, 'workshops.see'),
    maySeeDevelopment: own || can(reader, 'supervision.oversee'),
    mayAssess: can(reader, 'assessments.record') && !own,
    mayIssue: can(reader, 'certificates.issue') && !own
  };
};

/** What one rubric's observations say, newest first; skills are those of the newest version. */
function profileShown(observations: Observation[], policy: Policy) {
  const { rubric } = observations[0]!;
  const shown = shownIn(rubric, getLocale());
  const required = requiredOn(policy, rubric.items);
  const titles = new Map(shown.items.map(({ id, title }) => [id, title]));
  const seen = observations.map(({ observedOn, counts }) => ({ on: observedOn, levels: counts! }));
  const { strong, risen, toPractise } = profileFrom(seen, required);
  const named = (ids: string[]) => ids.map((id) => titles.get(id)!);
  return {
    rubric: rubric.id,
    title: shown.title,
    seen,
    items: shown.items.map(({ id, title }) => ({ id, title, needed: neededLevel(id, required) })),
    strong: named(strong),
    risen: risen.map(({ item, ...change }) => ({ title: titles.get(item)!, ...change })),
    toPractise: named(toPractise)
  };
}
