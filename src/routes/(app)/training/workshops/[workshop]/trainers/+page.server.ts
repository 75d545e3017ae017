import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { trainersRefusals, wordsOfPlan } from '#domains/training/index.ts';
import { changeTrainers, trainersIn, trainersOf } from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Trainers = v.object({ trainers: v.array(v.pipe(v.string(), v.uuid())) });

export const load: PageServerLoad = async ({ params, locals }) => {
  const { id, title } = await workshopOf(locals, params.workshop);
  const now = await trainersOf(locals.tx, id);
  const all = await trainersIn(locals.tx, locals.person!);
  // Whoever teaches it and is a trainer no more can still be taken off.
  const others = now.filter((one) => !all.some((other) => other.id === one.id));
  return {
    workshop: { id, title },
    trainers: now.map(({ id }) => id),
    choices: [...all, ...others].map(({ id, name }) => ({ value: id, label: name }))
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const { id: workshop } = await workshopOf(locals, params.workshop);
    const { input, values } = readForm(Trainers, await request.formData(), ['trainers']);
    if (!input) return fail(400, { values, refusal: null });
    const refusal = await changeTrainers(locals.tx, { workshop, ...input }, locals.person!);
    if (refusal) return fail(409, { values, refusal: wordsOfPlan(trainersRefusals, refusal) });
    say(cookies, m.training_trainers_saved());
    redirect(303, `/training/workshops/${workshop}`);
  }
};
