import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { wordRefusals, type WorkshopWords } from '#domains/training/index.ts';
import { changeWords } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { say } from '#ui/flash.server.ts';
import { m } from '#messages';
import { filled } from '../../fields.ts';
import { named, offered, wordChoices } from '../../words.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

const anyway = { command: v.pipe(v.string(), v.uuid()), reason: v.pipe(filled, v.maxLength(500)) };
const Planned = v.object({ ...anyway, ...named, ...offered });
const Begun = v.object({ ...anyway, ...named });

export const load: PageServerLoad = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const { id, title, aims, kind, language, also_in, starts_at } = workshop;
  return {
    workshop: { id, title },
    choices: starts_at > now() ? wordChoices() : null,
    values: { title, aims, kind, language } as Record<string, string>,
    alsoIn: also_in
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const workshop = await workshopOf(locals, params.workshop);
    const sent = await request.formData();
    // Of what has begun the form asks no more; what was planned when it was opened is refused in words.
    const begun = workshop.starts_at <= now() && !sent.has('kind');
    const { input, values, errors } = readForm(begun ? Begun : Planned, sent, ['also_in']);
    if (!input) return fail(400, { values, errors });
    const refusal = await changeWords(
      locals.tx,
      { id: input.command, workshop: workshop.id, words: wordsIn(input, workshop), reason: input.reason },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: wordRefusals[refusal]() });
    say(cookies, m.training_words_saved());
    redirect(303, `/training/workshops/${workshop.id}`);
  }
};

function wordsIn(
  input: v.InferOutput<typeof Planned> | v.InferOutput<typeof Begun>,
  { kind, language, also_in }: Awaited<ReturnType<typeof workshopOf>>
): WorkshopWords {
  const offer = 'kind' in input ? input : { kind, language, also_in };
  return {
    ...{ title: input.title, aims: input.aims, kind: offer.kind },
    ...{ language: offer.language, alsoIn: offer.also_in }
  };
}
