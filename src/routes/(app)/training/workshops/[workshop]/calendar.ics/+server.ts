import { error } from '@sveltejs/kit';
import { calendarOfWorkshop } from '#domains/training/index.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => {
  const file = await calendarOfWorkshop(locals.tx, params.workshop, locals.person!);
  if (file === null) error(404);
  return new Response(file, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'attachment; filename="appointment.ics"'
    }
  });
};
