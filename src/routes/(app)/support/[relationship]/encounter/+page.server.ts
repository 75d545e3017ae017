import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { answersFrom, instrumentIds } from '#domains/measures/index.ts';
import { encounterRefusals } from '#domains/support/index.ts';
import { encountersVisibleTo, noteOf, recordEncounter } from '#domains/support/index.server.ts';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import { dayIn, instantIn, now, timeIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId, newId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import { ownRelationship } from '../mine.server.ts';
import { checksIn, EncounterForm, isTemplate } from './encounter-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const person = locals.person!;
  const zone = person.organisation.timeZone;
  const relationship = await ownRelationship(locals.tx, params.relationship, person);
  const wrong = await sessionToCorrect(locals.tx, url, relationship.id, person);
  const template = url.searchParams.get('template') ?? wrong?.template ?? null;
  return {
    relationship: relationship.id,
    pseudonym: relationship.pseudonym,
    corrects: wrong?.id,
    mayOpen: Boolean(wrong?.has_note) && wrong?.recorded_by === person.id,
    template: isTemplate(template) ? template : 'listening',
    today: dayIn(zone),
    values: {
      day: dayIn(zone, wrong?.started_at ?? now()),
      time: wrong ? timeIn(zone, wrong.started_at) : '',
      minutes: String(wrong?.minutes ?? 45),
      kind: wrong?.kind ?? 'individual',
      talkedAbout: '',
      helped: '',
      nextStep: '',
      nextStepOn: wrong?.next_step_on ?? ''
    }
  };
};

export const actions: Actions = {
  // What was written comes back to its author by an act that leaves a trace; a link alone never opens a note.
  open: async ({ locals, params, url }) => {
    const person = locals.person!;
    const relationship = await ownRelationship(locals.tx, params.relationship, person);
    const wrong = await sessionToCorrect(locals.tx, url, relationship.id, person);
    const note = wrong?.recorded_by === person.id ? await noteOf(locals.tx, wrong.id) : null;
    return note ? { values: note, opened: true } : fail(404, {});
  },
  record: async ({ request, locals, params, cookies, url }) => {
    const person = locals.person!;
    const form = await request.formData();
    const values = { ...Object.fromEntries([...form].map(([name, value]) => [name, String(value)])) };
    const answered = instrumentIds.map((instrument) => ({
      instrument,
      answers: answersFrom(form, instrument)
    }));
    const typed = {
      values,
      answers: Object.fromEntries(answered.map(({ instrument, answers }) => [instrument, answers]))
    };
    const session = v.safeParse(EncounterForm, values);
    if (!session.success) return fail(400, { ...typed, refusal: m.support_session_when_wrong() });

    const { command, day, time, minutes, kind, nextStepOn, ...note } = session.output;
    const template = isTemplate(values.template ?? null) ? (values.template as 'listening') : 'listening';
    const refusal = await recordEncounter(
      locals.tx,
      {
        id: command,
        relationship: params.relationship,
        kind,
        startedAt: instantIn(person.organisation.timeZone, day, time),
        minutes,
        note,
        fidelity: { template, checks: checksIn(form, template) },
        nextStepOn,
        responses: answered.flatMap(({ instrument, answers }) =>
          answers ? [{ id: newId(), instrument, answers, language: getLocale() }] : []
        ),
        corrects: url.searchParams.get('corrects') ?? undefined
      },
      person
    );
    if (refusal) return fail(409, { ...typed, refusal: encounterRefusals[refusal]() });
    say(cookies, m.support_recorded());
    redirect(303, `/support/${params.relationship}`);
  }
};

async function sessionToCorrect(tx: Tx, url: URL, relationship: string, person: Person) {
  const session = url.searchParams.get('corrects');
  if (!isId(session)) return undefined;
  return encountersVisibleTo(tx, person)
    .where('encounters.relationship_id', '=', relationship)
    .where('encounters.id', '=', session)
    .executeTakeFirst();
}
