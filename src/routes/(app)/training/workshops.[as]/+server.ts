import { workshopKindNames } from '#domains/training/index.ts';
import { m } from '#messages';
import { dayIn } from '#platform/clock/index.ts';
import { workshopList } from '../workshops.server.ts';
import { takeAlong } from '../../take-along.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const workshops = await workshopList(locals.tx, locals.person!, url.searchParams).execute();
  return takeAlong(locals, {
    name: 'workshops',
    as: params.as,
    title: m.training_workshops(),
    columns: [
      { label: m.training_workshop(), of: ({ title }) => title },
      { label: m.training_kind(), of: ({ kind }) => workshopKindNames[kind]() },
      { label: m.training_from(), of: ({ starts_at, time_zone }) => dayIn(time_zone, starts_at) },
      { label: m.training_to(), of: ({ ends_at, time_zone }) => dayIn(time_zone, ends_at) },
      { label: m.training_hours(), of: ({ hours }) => hours },
      { label: m.training_venue(), of: ({ venue, online_link }) => venue ?? online_link },
      { label: m.training_language(), of: ({ language }) => language },
      { label: m.training_seats(), of: ({ seats }) => seats },
      { label: m.training_places(), of: ({ taken }) => taken },
      { label: m.training_waiting(), of: ({ waiting }) => waiting },
      { label: m.training_paid_from(), of: ({ line_code }) => line_code }
    ],
    rows: workshops
  });
};
