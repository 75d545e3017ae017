import { remedyWords, trainingThatOpensMost } from '#domains/matching/index.ts';
import { figureGroups, overviewFor, unmetRows } from './overview.server.ts';
import { nextSteps } from './next-steps.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const overview = await overviewFor(locals.tx, person);
  const stepsFor = await nextSteps(locals.tx, overview, person);
  const groups = figureGroups(overview);
  const training = trainingThatOpensMost(overview.gate.openings);
  return {
    today: overview.today,
    helpers: overview.helpers,
    states: groups.find(({ key }) => key === 'state')!.figures,
    counted: groups.filter(({ key }) => key !== 'state' && key !== 'gate'),
    gate: groups
      .find(({ key }) => key === 'gate')!
      .figures.map((figure) => {
        const single = overview.gate.openings.single.find(({ remedy }) => figure.of === `gate:${remedy}`);
        return { ...figure, steps: single ? stepsFor(single.remedy) : [] };
      }),
    training: training && {
      what: remedyWords[training.remedy](),
      places: training.places,
      people: training.waiting.length
    },
    unmet: unmetRows(overview).map((row) => ({ ...row, steps: stepsFor(row.remedy) })),
    waiting: overview.gate.waiting
  };
};
