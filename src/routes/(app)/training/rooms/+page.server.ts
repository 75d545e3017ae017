import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { placesVisibleTo } from '#domains/places/index.server.ts';
import { accesses, accessNames, roomRefusals } from '#domains/training/index.ts';
import { addRoom, addVenue, roomsVisibleTo, venuesVisibleTo } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatDay, formatList } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { accessChoices } from './accesses.server.ts';
import { blank, filled, onlineLink, seats } from '../workshops/fields.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const Venue = v.object({
  command: id,
  venue_name: v.pipe(filled, v.maxLength(200)),
  place: v.optional(v.union([blank, id]), ''),
  directions: v.union([blank, v.pipe(v.string(), v.trim(), v.maxLength(1000))])
});
const Room = v.object({
  command: id,
  name: v.pipe(filled, v.maxLength(200)),
  venue: v.optional(v.union([blank, id]), ''),
  link: onlineLink,
  seats,
  accessible: v.array(v.picklist(accesses))
});

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const rooms = await roomsVisibleTo(tx, person).orderBy('venues.name').orderBy('rooms.name').execute();
  const venues = await venuesVisibleTo(tx, person).orderBy('venues.name').execute();
  const places = await placesVisibleTo(tx, person).orderBy('places.name').execute();
  return {
    rooms: rooms.map(({ id, name, venue, link, seats, accessible, next_at, closed_at }) => ({
      id,
      name,
      where: venue ?? link,
      seats,
      accessible: formatList(accessible.map((access) => accessNames[access]())),
      next: next_at ? formatDay(dayIn(person.organisation.timeZone, next_at), 'short') : null,
      closed: closed_at !== null
    })),
    venues: venues.map(({ id, name, place }) => ({ value: id, label: name, hint: place ?? undefined })),
    places: places.map(({ id, name }) => ({ value: id, label: name })),
    accesses: accessChoices()
  };
};

export const actions: Actions = {
  venue: async ({ request, locals, cookies }) => {
    const { input, values, errors } = readForm(Venue, await request.formData());
    if (!input) return fail(400, { act: 'venue', values, errors });
    const { command, venue_name, place, directions } = input;
    const refusal = await addVenue(
      locals.tx,
      { id: command, name: venue_name, place, directions },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'venue', values, refusal: roomRefusals[refusal]() });
    say(cookies, m.training_venue_added());
    redirect(303, '/training/rooms');
  },
  room: async ({ request, locals, cookies }) => {
    const { input, values, errors } = readForm(Room, await request.formData(), ['accessible']);
    if (!input) return fail(400, { act: 'room', values, errors });
    const { command, ...room } = input;
    const refusal = await addRoom(locals.tx, { id: command, ...room }, locals.person!);
    if (refusal) return fail(409, { act: 'room', values, refusal: roomRefusals[refusal]() });
    say(cookies, m.training_room_added());
    redirect(303, '/training/rooms');
  }
};
