import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { assignmentRefusals, carriesMany } from '#domains/supervision/index.ts';
import {
  assignSupervisor,
  coachingActionsOf,
  completeCoachingAction,
  sessionsOf,
  standingOf,
  superviseesVisibleTo,
  supervisionPolicyOn,
  supervisors
} from '#domains/supervision/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import { formatNumber } from '#platform/languages/format.ts';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../../../../as-sent.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { tx, person } }) => {
  const supervisee = (await superviseesVisibleTo(tx, person!)).find(({ id }) => id === params.person);
  if (!supervisee) error(404);
  const today = dayIn(person!.organisation.timeZone);
  const standing = (await standingOf(tx, [supervisee.id], today)).get(supervisee.id)!;
  const everySupervisor = await supervisors(tx, person!).execute();
  return {
    supervisee,
    standing,
    today,
    supervisor: everySupervisor.find(({ id }) => id === standing.supervisor)?.name ?? null,
    supervisors: everySupervisor.filter(({ id }) => id !== supervisee.id),
    policy: await supervisionPolicyOn(tx, today),
    sessions: await sessionsOf(tx, supervisee.id).limit(50).execute(),
    mine: standing.supervisor === person!.id,
    mayRecord: can(person, 'supervision.give'),
    maySuspend: can(person, 'supporters.suspend'),
    mayAssign: can(person, 'supervisors.assign')
  };
};

const Assignment = v.object({
  command: v.pipe(v.string(), v.uuid()),
  supervisor: v.pipe(v.string(), v.uuid()),
  since: v.pipe(v.string(), v.isoDate())
});
const Done = v.object({ action: v.pipe(v.string(), v.uuid()) });

export const actions: Actions = {
  assign: async ({ request, params, cookies, locals: { tx, person } }) => {
    const values = Object.fromEntries(await request.formData());
    const given = v.safeParse(Assignment, values);
    if (!given.success) return fail(400, { values, refusal: m.supervision_kind_wrong() });
    const { command: id, ...assignment } = given.output;
    const refusal = await assignSupervisor(tx, { id, supervisee: params.person, ...assignment }, person!);
    if (refusal) return fail(409, { values, refusal: assignmentRefusals[refusal]() });
    const chosen = (await supervisors(tx, person!).execute()).find(
      (supervisor) => supervisor.id === assignment.supervisor
    )!;
    const many = carriesMany(chosen.supervisees, await supervisionPolicyOn(tx, assignment.since));
    say(
      cookies,
      many
        ? m.supervision_assigned_many({ count: formatNumber(chosen.supervisees) })
        : m.supervision_assigned()
    );
    redirect(303, `/supervision/people/${params.person}`);
  },
  // Opening what somebody agreed to is an act of its own: it is on record, and they see it.
  open: async ({ params, locals: { tx } }) => ({ opened: await coachingActionsOf(tx, params.person) }),
  done: async ({ request, params, locals: { tx, person } }) => {
    const { action } = asSent(Done, await request.formData());
    if (await completeCoachingAction(tx, action, person!)) error(404);
    redirect(303, `/supervision/people/${params.person}`);
  }
};
