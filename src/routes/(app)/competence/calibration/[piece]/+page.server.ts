import { error, fail, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { m } from '#messages';
import {
  besideReference,
  calibrationRefusals,
  explained,
  passes,
  pieceCauseWords,
  refusalToCalibrate,
  shownIn,
  transcripts
} from '#domains/competence/index.ts';
import {
  calibrate,
  calibrationsOf,
  organisationDay,
  piecesHere,
  policyOn,
  referenceOf
} from '#domains/competence/index.server.ts';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The form, or what came of it; `?again` asks for the form once more. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { tx } = locals;
  const person = locals.person!;
  const piece = (await piecesHere(tx, getLocale())).find(({ id }) => id === params.piece);
  if (!piece) error(404);
  const today = await organisationDay(tx);
  const policy = await policyOn(tx, today);
  const newest = (await calibrationsOf(tx, person.id)).find((one) => one.piece === piece.id);
  const refusal = can(person, 'assessments.record')
    ? refusalToCalibrate(
        { ...piece, own: piece.addedBy === person.id, lastTakenOn: newest?.on ?? null },
        policy,
        today
      )
    : null;
  const mayTake = can(person, 'assessments.record') && refusal === null;
  const shown = shownIn(piece.rubric, getLocale());
  const reference = await referenceOf(tx, piece.id);
  const ticking = mayTake && (!newest || url.searchParams.has('again'));
  return {
    piece: {
      id: piece.id,
      title: piece.title,
      lines: piece.lines,
      link: piece.link,
      hasRecording: piece.hasRecording
    },
    rubric: shown,
    ticking,
    mayTakeAgain: mayTake && !ticking,
    refusal: refusal === 'own-reference' ? calibrationRefusals[refusal]() : null,
    withdrawn: piece.withdrawn && {
      day: dayIn(person.organisation.timeZone, piece.withdrawn.at),
      cause: pieceCauseWords[piece.withdrawn.cause](),
      reason: piece.withdrawn.reason
    },
    mayWithdraw: can(person, 'rubrics.manage') && !piece.withdrawn,
    bar: policy.agreementMin,
    result:
      newest && reference && !ticking
        ? {
            same: newest.same,
            count: newest.count,
            kappa: newest.kappa,
            on: newest.on,
            passed: passes(newest, policy.agreementMin),
            source: reference.source,
            explanation: reference.explanation,
            items: explained(
              besideReference(piece.rubric.items, newest.ticks, reference.ticks),
              { rubric: piece.rubric, shown },
              {
                own: newest.ticks,
                reference: reference.ticks,
                reading: transcripts.find(({ id }) => id === piece.template)?.reading ?? {}
              }
            )
          }
        : null
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const sent = await request.formData();
    const command = String(sent.get('command') ?? '');
    const ticks = sent.getAll('tick').map(String);
    if (!isId(params.piece)) error(404);
    if (!isId(command)) return fail(400, { ticks, refusal: m.competence_calibration_no_such_piece() });
    const refusal = await calibrate(locals.tx, { id: command, piece: params.piece, ticks }, locals.person!);
    if (refusal) return fail(409, { ticks, refusal: calibrationRefusals[refusal]() });
    say(cookies, m.competence_calibration_handed_in());
    redirect(303, `/competence/calibration/${params.piece}`);
  }
};
