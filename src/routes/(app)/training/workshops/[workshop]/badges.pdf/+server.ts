import { getLocale } from '#languages';
import { nameBadges, peopleSeatedIn, trainersOf } from '#domains/training/index.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { RequestHandler } from './$types';

/** The trainers' badges and those of everybody with a seat. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const workshop = await workshopOf(locals, params.workshop);
  const trainers = (await trainersOf(tx, workshop.id)).map(({ name }) => ({ name, trains: true }));
  const seated = (await peopleSeatedIn(tx, workshop.id)).map(({ name }) => ({ name, trains: false }));
  const paper = nameBadges(
    { organisation: person.organisation.name, workshop: workshop.title, people: [...trainers, ...seated] },
    getLocale()
  );
  return new Response(new Uint8Array(paper), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="badges.pdf"'
    }
  });
};
