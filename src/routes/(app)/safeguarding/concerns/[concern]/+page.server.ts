import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { concernRefusals, outcomes, urgencies, type ConcernRefusal } from '#domains/safeguarding/index.ts';
import {
  acknowledge,
  act,
  concernsVisibleTo,
  confirmClosing,
  declineClosing,
  historyOf,
  proposeClosing,
  raiseUrgency,
  reopen,
  respondsTo,
  wordsOf
} from '#domains/safeguarding/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals: { tx, person } }) => {
  const concern = await concernsVisibleTo(tx, person!).where('concern.id', '=', params.concern).executeTakeFirst();
  if (!concern) error(404);
  await audit(tx, { action: 'concern.read', subject: concern.sealed_for, thing: { kind: 'concerns', id: concern.id } });
  return {
    concern,
    responds: await respondsTo(tx, concern.id),
    history: await historyOf(tx, concern.id),
    me: person!.id,
    zone: person!.organisation.timeZone
  };
};

const text = v.pipe(v.string(), v.trim(), v.maxLength(10_000));
const Acted = v.object({ command: v.pipe(v.string(), v.uuid()), done: text });
const Urgency = v.object({ urgency: v.picklist(urgencies) });
const Closing = v.object({ command: v.pipe(v.string(), v.uuid()), outcome: v.picklist(outcomes), because: text });
const Command = v.object({ command: v.pipe(v.string(), v.uuid()) });
const Opening = v.object({ reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500)) });

type Move<Input> = (tx: Tx, input: Input, concern: string, person: Person) => Promise<ConcernRefusal | null>;

// Every button on the page: parse, ask the room, and come back to the page, or stay with the reason and what was typed.
function move<Input>(schema: v.GenericSchema<unknown, Input>, change: Move<Input>): Actions[string] {
  return async ({ request, params, locals: { tx, person } }) => {
    const values = Object.fromEntries(await request.formData());
    const input = v.safeParse(schema, values);
    if (!input.success) return fail(400, { values, refusal: concernRefusals['nothing-said']() });
    const refusal = await change(tx, input.output, params.concern!, person!);
    if (refusal) return fail(409, { values, refusal: concernRefusals[refusal]() });
    redirect(303, `/safeguarding/concerns/${params.concern}`);
  };
}

export const actions: Actions = {
  acknowledge: move(Command, (tx, { command: id }, concern, person) => acknowledge(tx, { id, concern }, person)),
  act: move(Acted, (tx, { command: id, done }, concern, person) => act(tx, { id, concern, done }, person)),
  urgency: move(Urgency, (tx, { urgency }, concern, person) => raiseUrgency(tx, { concern, urgency }, person)),
  propose: move(Closing, (tx, { command: id, ...closing }, concern, person) => proposeClosing(tx, { id, concern, ...closing }, person)),
  confirm: move(Command, (tx, _command, concern, person) => confirmClosing(tx, concern, person)),
  decline: move(Command, (tx, _command, concern, person) => declineClosing(tx, concern, person)),
  reopen: move(Command, (tx, _command, concern, person) => reopen(tx, concern, person)),
  // The words come with this one answer and are in no address and no history.
  open: async ({ request, params, locals: { tx, person } }) => {
    const input = v.safeParse(Opening, Object.fromEntries(await request.formData()));
    if (!input.success) return fail(400, { refusal: concernRefusals['nothing-said']() });
    return { words: await wordsOf(tx, params.concern, person!, input.output.reason) };
  }
};
