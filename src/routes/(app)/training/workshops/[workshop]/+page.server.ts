import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  accessNames,
  wordsOfRoom,
  cancellationRefusals,
  enrolmentRefusals,
  invitationRefusals,
  workshopCostRefusals,
  wordsIn,
  workshopKindNames,
  type Terms
} from '#domains/training/index.ts';
import {
  answerInvitation,
  cancelEnrolment,
  costOfWorkshop,
  enrol,
  invitationTo,
  missingFor,
  modulesVisibleTo,
  postWorkshopCost,
  registerOfWorkshop,
  roomOfWorkshop,
  roomsOfDays,
  sessionsOf,
  taughtIn,
  termsOf,
  trainersOf,
  workshopsVisibleTo
} from '#domains/training/index.server.ts';
import { getLocale } from '#languages';
import { languageName } from '#domains/support/index.ts';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId } from '#platform/ids.ts';
import { formatList, formatMoney, formatWeekday } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { changesShown } from './changes.server.ts';
import { codeIsShown } from './code.server.ts';
import { workshopOf } from './workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { learningLinks } from './learning-links.server.ts';

const id = v.pipe(v.string(), v.uuid());
const Place = v.object({
  command: id,
  waiting_list: v.optional(v.literal('yes'))
});
const Answer = v.object({ command: id, answer: v.picklist(['accepted', 'declined']) });
const Cost = v.object({
  command: id,
  amount: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_amount())
  ),
  on: v.pipe(
    v.string(),
    v.isoDate(() => m.training_error_required())
  ),
  description: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_required()),
    v.maxLength(500)
  )
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const workshop = await workshopOf(locals, params.workshop);
  const runs = can(person, 'attendance.mark');
  const room = await roomOfWorkshop(tx, workshop.id, person);
  const rooms = await roomsOfDays(tx, workshop.id, person);
  const sessions = await sessionsOf(tx, workshop.id);
  return {
    workshop: { ...workshop, kind: workshopKindNames[workshop.kind]() },
    languages: [workshop.language, ...workshop.also_in].map((code) => languageName(code, getLocale())),
    sessions: sessions.map((session) => ({
      ...session,
      elsewhere:
        session.room && session.room !== workshop.room_id ? placeShown(rooms.get(session.room)!) : null
    })),
    place: room && placeShown(room),
    invitation: await invitationTo(tx, workshop.id, person),
    trainers: await trainersOf(tx, workshop.id),
    over: workshop.ends_at <= now() || workshop.cancelled_at !== null,
    mayEnrol: can(person, 'workshops.enrol'),
    runs,
    mayChange: can(person, 'workshops.schedule') && !workshop.cancelled_at && workshop.ends_at > now(),
    changes: await changesShown(tx, { ...workshop, alsoIn: workshop.also_in }),
    mayReword: can(person, 'workshops.schedule') && !workshop.cancelled_at,
    taught: await taughtWords(tx, workshop.id, person),
    first: can(person, 'workshops.enrol') ? await firstWords(tx, workshop.id, person.id, person) : [],
    mayPlan: can(person, 'workshops.schedule'),
    zone: person.organisation.timeZone,
    begun: runs ? await begunDays(tx, workshop) : [],
    codes: runs
      ? sessions
          .filter((session) => codeIsShown(workshop, session))
          .map(({ id, startsAt }) => ({ id, day: formatWeekday(dayIn(workshop.time_zone, startsAt)) }))
      : [],
    mayPost: can(person, 'costs.post') && workshop.line_id !== null,
    cost: await costOfWorkshop(tx, workshop.id),
    terms: termsShown(await termsOf(tx, workshop.id), workshop.currency),
    today: dayIn(person.organisation.timeZone),
    learning: await learningLinks(tx, workshop, person)
  };
};

export const actions: Actions = {
  enrol: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const { input } = readForm(Place, await request.formData());
    if (!input) error(400);
    const person = locals.person!;
    const { command, waiting_list } = input;
    const refusal = await enrol(
      locals.tx,
      { id: command, workshop: params.workshop, waitingList: waiting_list === 'yes' },
      person
    );
    if (refusal) return fail(409, { act: 'enrol', refusal: enrolmentRefusals[refusal]() });
    const mine = await workshopsVisibleTo(locals.tx, person)
      .where('workshops.id', '=', params.workshop)
      .executeTakeFirstOrThrow();
    say(cookies, mine.my_seat_since ? m.training_enrolled() : m.training_on_waiting_list());
    redirect(303, `/training/workshops/${params.workshop}`);
  },
  cancel: async ({ params, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const refusal = await cancelEnrolment(locals.tx, { workshop: params.workshop }, locals.person!);
    if (refusal) return fail(409, { act: 'enrol', refusal: cancellationRefusals[refusal]() });
    say(cookies, m.training_cancelled());
    redirect(303, `/training/workshops/${params.workshop}`);
  },
  answer: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const { input } = readForm(Answer, await request.formData());
    if (!input) error(400);
    const { command, answer } = input;
    const refusal = await answerInvitation(
      locals.tx,
      { id: command, workshop: params.workshop, answer },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'answer', refusal: invitationRefusals[refusal]() });
    say(
      cookies,
      answer === 'accepted' ? m.training_invitation_accepted_done() : m.training_invitation_declined_done()
    );
    redirect(303, `/training/workshops/${params.workshop}`);
  },
  cost: async ({ params, request, locals, cookies }) => {
    if (!isId(params.workshop)) error(404);
    const { input, values, errors } = readForm(Cost, await request.formData());
    if (!input) return fail(400, { act: 'cost', values, errors });
    const { command, amount, on, description } = input;
    const refusal = await postWorkshopCost(
      locals.tx,
      { id: command, workshop: params.workshop, amount, on, description },
      locals.person!
    );
    if (refusal) return fail(409, { act: 'cost', values, refusal: workshopCostRefusals[refusal]() });
    say(cookies, m.training_cost_posted());
    redirect(303, `/training/workshops/${params.workshop}`);
  }
};

type Room = NonNullable<Awaited<ReturnType<typeof roomOfWorkshop>>>;

/** What one has to know to get there and about. */
function placeShown(room: Room) {
  return {
    words: wordsOfRoom(room),
    link: room.link,
    directions: room.directions,
    accessible: formatList(room.accessible.map((access) => accessNames[access]()))
  };
}

/** What it asks and pays, in words; a currency goes with the budget line, without which there are no terms. */
function termsShown(terms: Terms | null, currency: string | null) {
  if (!terms || !currency) return null;
  const money = (amount: string) => formatMoney(amount, currency);
  const { fee, stipendPerDay, travelPerDay } = terms;
  return {
    fee: Number(fee) > 0 ? money(fee) : null,
    perDay:
      Number(stipendPerDay) + Number(travelPerDay) > 0
        ? m.training_stipend_of({ stipend: money(stipendPerDay), travel: money(travelPerDay) })
        : null
  };
}

/** The days that have begun, and of how many people with a seat each says whether they were there. */
async function begunDays(tx: Tx, workshop: { id: string; cancelled_at: Date | null; time_zone: string }) {
  const { days } = await registerOfWorkshop(tx, workshop);
  return days
    .filter(({ begun }) => begun)
    .map(({ id, startsAt, marked }) => ({
      id,
      marked,
      day: formatWeekday(dayIn(workshop.time_zone, startsAt))
    }));
}

async function taughtWords(tx: Tx, workshop: string, person: Person) {
  const taught = await taughtIn(tx, workshop);
  if (taught.length === 0) return [];
  const language = getLocale();
  const titles = new Map((await modulesVisibleTo(tx, person)).map(({ module, titles }) => [module, titles]));
  return taught.map(({ module, hours }) =>
    m.training_module_choice({ title: wordsIn(titles.get(module)!, language), hours })
  );
}

async function firstWords(tx: Tx, workshop: string, attendee: string, person: Person) {
  const missing = await missingFor(tx, workshop, attendee, person);
  return missing.map(({ titles }) => wordsIn(titles, getLocale()));
}
