import { error } from '@sveltejs/kit';
import { presentRefusals } from '#domains/training/index.ts';
import { codeToShow, marksOf, peopleSeatedIn, roomOf } from '#domains/training/index.server.ts';
import { formatSpan } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

// Half a step: the picture on the screen is always one that still counts.
const refreshSeconds = 15;

export const load: PageServerLoad = async ({ params, locals, setHeaders }) => {
  const { tx } = locals;
  setHeaders({ refresh: String(refreshSeconds) });
  const room = await roomOf(tx, params.session, locals.person!);
  if (!room) error(404);
  const code = await codeToShow(tx, params.session, locals.person!);
  const here = (await marksOf(tx, room.workshop)).filter(
    ({ session, hours }) => session === params.session && hours > 0
  );
  return {
    workshop: room.workshop,
    title: room.title,
    when: formatSpan(room.startsAt, room.endsAt, room.timeZone),
    here: here.length,
    seated: (await peopleSeatedIn(tx, room.workshop)).length,
    ...('refusal' in code ? { refusal: presentRefusals[code.refusal]() } : { picture: code.picture })
  };
};
