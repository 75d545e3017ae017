import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { accesses, roomRefusals } from '#domains/training/index.ts';
import { bookingsOf, changeRoom, closeRoom, roomsVisibleTo } from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { formatSpan } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { seats } from '../../workshops/fields.ts';
import { accessChoices } from '../accesses.server.ts';
import type { Actions, PageServerLoad } from './$types';

const Change = v.object({ seats, accessible: v.array(v.picklist(accesses)) });

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  if (!isId(params.room)) error(404);
  const room = await roomsVisibleTo(tx, locals.person!)
    .where('rooms.id', '=', params.room)
    .executeTakeFirst();
  if (!room) error(404);
  return {
    room,
    accesses: accessChoices(),
    bookings: (await bookingsOf(tx, room.id)).map(
      ({ session, workshop, title, startsAt, endsAt, timeZone }) => ({
        session,
        workshop,
        title,
        when: formatSpan(startsAt, endsAt, timeZone)
      })
    )
  };
};

export const actions: Actions = {
  change: async ({ params, request, locals, cookies }) => {
    if (!isId(params.room)) error(404);
    const { input, values, errors } = readForm(Change, await request.formData(), ['accessible']);
    if (!input) return fail(400, { values, errors });
    const refusal = await changeRoom(locals.tx, { room: params.room, ...input }, locals.person!);
    if (refusal) return fail(409, { values, refusal: roomRefusals[refusal]() });
    say(cookies, m.training_room_changed());
    redirect(303, `/training/rooms/${params.room}`);
  },
  close: async ({ params, locals, cookies }) => {
    if (!isId(params.room)) error(404);
    const refusal = await closeRoom(locals.tx, params.room, locals.person!);
    if (refusal) return fail(409, { notClosed: roomRefusals[refusal]() });
    say(cookies, m.training_room_closed_done());
    redirect(303, '/training/rooms');
  }
};
