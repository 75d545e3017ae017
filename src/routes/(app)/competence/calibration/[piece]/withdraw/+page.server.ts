import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import { pieceCauses, pieceCauseWords } from '#domains/competence/index.ts';
import { piecesHere, withdrawPiece } from '#domains/competence/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Withdrawal = v.object({
  cause: v.picklist(pieceCauses, () => m.competence_withdraw_choose()),
  reason: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.competence_withdraw_choose()),
    v.maxLength(500)
  )
});

export const load: PageServerLoad = async ({ locals, params }) => {
  const pieces = await piecesHere(locals.tx, getLocale());
  const piece = pieces.find(({ id, withdrawn }) => id === params.piece && !withdrawn) ?? error(404);
  return {
    piece: { id: piece.id, title: piece.title },
    causes: pieceCauses.map((value) => ({ value, label: pieceCauseWords[value]() }))
  };
};

export const actions: Actions = {
  default: async ({ locals, params, request, cookies }) => {
    const { input, values, errors } = readForm(Withdrawal, await request.formData());
    if (!input) return fail(400, { values, errors });
    if (!(await withdrawPiece(locals.tx, { piece: params.piece, ...input }, locals.person!))) error(404);
    say(cookies, m.competence_calibration_withdrawn_done());
    redirect(303, `/competence/calibration/${params.piece}`);
  }
};
