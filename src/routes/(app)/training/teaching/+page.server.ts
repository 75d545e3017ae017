import { taughtBy, trainersHere } from '#domains/training/index.server.ts';
import type { PageServerLoad } from './$types';
import { byWorkshop, evaluationWords, gainWords, itemWords } from '../figures.server.ts';

export const load: PageServerLoad = async ({ locals, url }) => {
  const person = locals.person!;
  const trainers = await trainersHere(locals.tx);
  const asked = url.searchParams.get('trainer') ?? person.id;
  const trainer = trainers.find(({ id }) => id === asked) ?? trainers[0];
  if (!trainer) return { trainers, trainer: null };
  const { workshops, behind, again, gain, evaluation } = await taughtBy(locals.tx, trainer.id, person);
  return {
    trainers,
    trainer: {
      ...trainer,
      own: trainer.id === person.id,
      behind,
      again: itemWords(again),
      gain: gain.each.size > 0 ? gainWords(gain) : null,
      evaluation: evaluation.all && evaluationWords(evaluation.all),
      workshops: byWorkshop(workshops, gain.each, evaluation.each)
    }
  };
};
