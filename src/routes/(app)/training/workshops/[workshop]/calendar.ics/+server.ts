import { error } from '@sveltejs/kit';
import { calendarOf } from '#domains/training/index.ts';
import { sessionsOf, workshopsVisibleTo } from '#domains/training/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  if (!isId(params.workshop)) error(404);
  const workshop = await workshopsVisibleTo(locals.tx, locals.person!)
    .where('workshops.id', '=', params.workshop)
    .executeTakeFirst();
  if (!workshop) error(404);
  const file = calendarOf({
    title: m.training_calendar_title(),
    host: url.hostname,
    sessions: await sessionsOf(locals.tx, workshop.id),
    link: new URL(`/training/workshops/${workshop.id}`, url).href,
    at: now(),
    cancelled: workshop.cancelled_at !== null
  });
  return new Response(file, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'attachment; filename="appointment.ics"'
    }
  });
};
