import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { marks, planRefusals, planRoles, type PlanRefusal } from '#domains/care-plans/index.ts';
import { commentOn, markPart, writePart } from '#domains/care-plans/index.server.ts';
import { m } from '#messages';
import { readForm } from '#platform/forms/index.ts';
import { say } from '#ui/flash.server.ts';
import { asSent } from '../as-sent.server.ts';

const uuid = v.pipe(v.string(), v.uuid());
const maybe = <Schema extends v.GenericSchema<string, unknown>>(schema: Schema) =>
  v.optional(
    v.union([
      v.pipe(
        v.literal(''),
        v.transform(() => undefined)
      ),
      schema
    ])
  );
const words = v.pipe(v.string(), v.maxLength(2000));

const Writing = v.object({
  command: uuid,
  kind: v.picklist(['goal', 'step']),
  part: maybe(uuid),
  basedOn: maybe(v.pipe(v.string(), v.digits(), v.transform(Number))),
  goal: maybe(uuid),
  text: words,
  doer: maybe(v.picklist(planRoles)),
  dueOn: maybe(v.pipe(v.string(), v.isoDate()))
});
const Marking = v.object({ command: uuid, part: uuid, mark: v.picklist(marks) });
const Comment = v.object({ command: uuid, comment: words });

type Event = Pick<RequestEvent, 'locals' | 'request' | 'cookies' | 'url'> & { params: { plan?: string } };

/** What both the seeker's page and the staff's do with a plan. `planOf` finds it, or begins it where there is none yet. */
export function planActions(planOf: (event: Event) => Promise<string | null>) {
  const plan = async (event: Event) => (await planOf(event)) ?? error(404, 'not-found');
  return {
    write: async (event: Event) => {
      const { input, values, errors } = readForm(Writing, await event.request.formData());
      if (errors) return fail(400, { typed: values, errors, refusal: m.care_plans_refused_empty() });
      const { command, ...writing } = input;
      const outcome = await writePart(
        event.locals.tx,
        { id: command, plan: await plan(event), ...writing },
        event.locals.person!
      );
      return answer(event, outcome, values);
    },
    mark: async (event: Event) => {
      const { command, ...marking } = asSent(Marking, await event.request.formData());
      const outcome = await markPart(
        event.locals.tx,
        { id: command, plan: await plan(event), ...marking },
        event.locals.person!
      );
      return answer(event, outcome, {});
    },
    comment: async (event: Event) => {
      const { input, values, errors } = readForm(Comment, await event.request.formData());
      if (errors) return fail(400, { typed: values, errors, refusal: m.care_plans_refused_empty() });
      const { command, comment } = input;
      const outcome = await commentOn(
        event.locals.tx,
        { id: command, plan: await plan(event), text: comment },
        event.locals.person!
      );
      return answer(event, outcome, values);
    }
  };
}

function answer(
  { cookies, url }: Event,
  outcome: PlanRefusal | null,
  typed: Record<string, string | string[]>
) {
  if (outcome) return fail(409, { typed, refusal: planRefusals[outcome]() });
  say(cookies, m.care_plans_saved());
  redirect(303, url.pathname);
}
