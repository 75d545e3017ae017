import { error, fail, redirect } from '@sveltejs/kit';
import { plansVisibleTo, startPlan } from '#domains/care-plans/index.server.ts';
import { asksAboutItem9, bandWords, flagWords, instruments } from '#domains/measures/index.ts';
import { scoresOf } from '#domains/measures/index.server.ts';
import { encounterKindWords, type EncounterKind } from '#domains/support/index.ts';
import { encountersVisibleTo, fidelityOf, noteOf } from '#domains/support/index.server.ts';
import { m } from '#messages';
import { newId } from '#platform/ids.ts';
import { formatTime } from '#platform/languages/format.ts';
import { ownRelationship } from './mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = locals.person!;
  const zone = person.organisation.timeZone;
  const relationship = await ownRelationship(locals.tx, params.relationship, person);
  const sessions = await encountersVisibleTo(locals.tx, person)
    .where('encounters.relationship_id', '=', relationship.id)
    .orderBy('encounters.started_at', 'desc')
    .execute();
  const fidelity = await fidelityOf(
    locals.tx,
    sessions.map(({ id }) => id)
  );
  const plan = await plansVisibleTo(locals.tx, person)
    .where('care_plans.seeker_id', '=', relationship.seeker_id)
    .executeTakeFirst();
  const scores = await scoresOf(locals.tx, relationship.seeker_id);
  return {
    relationship: relationship.id,
    pseudonym: relationship.pseudonym,
    plan: plan?.id,
    nextStepOn: sessions[0]?.next_step_on ?? null,
    sessions: sessions.map(({ id, kind, minutes, started_at, has_note, recorded_by }) => ({
      id,
      mine: recorded_by === person.id,
      when: formatTime(started_at, zone),
      what: m.support_session_line({ kind: encounterKindWords[kind as EncounterKind](), minutes }),
      fidelity: fidelity.get(id) ?? null,
      hasNote: Boolean(has_note)
    })),
    askAboutItem9: asksAboutItem9(scores),
    scores: scores.toReversed().map(({ instrument, at, total, band, flags }) => ({
      instrument: instruments[instrument].title,
      when: formatTime(at, zone),
      total,
      band: [bandWords[band](), ...flags.map((flag) => flagWords[flag]())].join(' · ')
    }))
  };
};

export const actions: Actions = {
  plan: async ({ locals, params }) => {
    const { seeker_id } = await ownRelationship(locals.tx, params.relationship, locals.person!);
    const plan = await startPlan(locals.tx, { id: newId(), seeker: seeker_id }, locals.person!);
    redirect(303, `/care-plans/${plan ?? error(404, 'not-found')}`);
  },
  // Asking to read is an act, not a look: it leaves its trace, and a link alone never opens a note.
  read: async ({ request, locals, params }) => {
    const relationship = await ownRelationship(locals.tx, params.relationship, locals.person!);
    const encounter = String((await request.formData()).get('encounter'));
    const own = await encountersVisibleTo(locals.tx, locals.person!)
      .where('encounters.relationship_id', '=', relationship.id)
      .where('encounters.id', '=', encounter)
      .executeTakeFirst();
    const note = own && (await noteOf(locals.tx, own.id));
    return note ? { encounter, note } : fail(404, {});
  }
};
