import { error, fail, redirect } from '@sveltejs/kit';
import {
  attendanceRefusals,
  hasBegun,
  presenceNames,
  wordsOfRoom,
  type Mark,
  type Presence
} from '#domains/training/index.ts';
import {
  markAttendance,
  marksOf,
  peopleSeatedIn,
  roomsOfDays,
  sessionsOf
} from '#domains/training/index.server.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import { isId } from '#platform/ids.ts';
import { formatSpan, formatWeekday } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { codeIsShown } from '../../code.server.ts';
import { workshopOf } from '../../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const workshop = await workshopOf(locals, params.workshop);
  const { id, title, time_zone, cancelled_at } = workshop;
  const session = (await sessionsOf(tx, id)).find((one) => one.id === params.session);
  if (!session) error(404);
  const { startsAt, endsAt, room } = session;
  const held = room ? (await roomsOfDays(tx, id, locals.person!)).get(room) : undefined;
  return {
    workshop: { id, title },
    session: session.id,
    day: formatWeekday(dayIn(time_zone, startsAt)),
    when: [formatSpan(startsAt, endsAt, time_zone), held ? wordsOfRoom(held) : workshop.venue]
      .filter(Boolean)
      .join(' · '),
    begun: hasBegun({ startsAt, cancelledAt: cancelled_at }, now()),
    now: codeIsShown(workshop, session),
    people: (await peopleSeatedIn(tx, id)).map(({ person_id, name }) => ({ person_id, name })),
    marks: (await marksOf(tx, id)).filter((mark) => mark.session === session.id)
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop) || !isId(params.session)) error(404);
    const form = await request.formData();
    const marks = marksIn(form);
    const left = form.has('rest') ? await leftOut(locals, params.workshop, marks) : [];
    const all = [...marks, ...left];
    const refusal = await markAttendance(locals.tx, { session: params.session, marks: all }, locals.person!);
    if (refusal) return fail(409, { marked: marks, refusal: attendanceRefusals[refusal]() });
    say(cookies, m.training_attendance_saved());
    redirect(303, `/training/workshops/${params.workshop}/attendance`);
  }
};

/** Everybody with a seat of whom the sheet says nothing: whoever marks it said that they were there. */
async function leftOut({ tx }: App.Locals, workshop: string, marks: Mark[]): Promise<Mark[]> {
  const marked = new Set(marks.map(({ person }) => person));
  return (await peopleSeatedIn(tx, workshop))
    .filter(({ person_id }) => !marked.has(person_id))
    .map(({ person_id }) => ({ person: person_id, presence: 'present' }));
}

// Fields are `presence_<person>` and `hours_<person>`; whoever was left unmarked stays unmarked.
function marksIn(form: FormData): Mark[] {
  return [...form].flatMap(([name, value]) => {
    const person = name.replace(/^presence_/, '');
    if (person === name || !isId(person) || !Object.hasOwn(presenceNames, String(value))) return [];
    const hours = Number(String(form.get(`hours_${person}`) ?? '').replace(',', '.'));
    return { person, presence: value as Presence, hours: hours > 0 ? hours : undefined };
  });
}
