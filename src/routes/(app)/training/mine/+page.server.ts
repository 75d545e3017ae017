import { error, redirect } from '@sveltejs/kit';
import { getLocale } from '#languages';
import {
  pathNames,
  pathShown,
  wordsIn,
  workshopKindNames,
  type ModuleTest
} from '#domains/training/index.ts';
import {
  closeFeed,
  feedOf,
  moduleTests,
  invitationsToAnswer,
  myStipends,
  openFeed,
  pathsOf,
  trainingHoursOf,
  workshopsTeaching,
  workshopsVisibleTo
} from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';
import { formatDay, formatDays, formatMoney, formatTime } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const language = getLocale();
  const paths = await pathsOf(tx, person);
  const tests = await moduleTests(tx);
  const feed = await feedOf(tx, person);
  return {
    me: person.id,
    feedSince: feed ? formatDay(dayIn(person.organisation.timeZone, feed.opened_at)) : null,
    hours: (await trainingHoursOf(tx, person.id)).map(({ kind, hours }) => ({
      kind: workshopKindNames[kind](),
      hours
    })),
    invitations: await myInvitations(tx, person),
    calendar: await myWorkshops(tx, person),
    stipends: (await myStipends(tx)).map(({ workshop, title, currency, days, amount }) => ({
      workshop,
      title,
      days,
      amount: formatMoney(amount, currency)
    })),
    paths: await Promise.all(
      paths.map(async (path) => ({
        id: path.id,
        name: pathNames[path.leads_to](),
        done: path.standing.filter(({ standing }) => standing === 'done').length,
        all: path.modules.length,
        stages: pathShown(path.modules, path.standing, tests, language),
        next: await nextStep(tx, path, tests, person)
      }))
    )
  };
};

export const actions: Actions = {
  // Answered at once and not after a redirect: the address is shown this once and kept nowhere.
  open: async ({ request, locals }) => {
    const command = (await request.formData()).get('command');
    if (!isId(command)) error(400);
    return { address: await openFeed(locals.tx, command, locals.person!) };
  },
  close: async ({ locals, cookies }) => {
    await closeFeed(locals.tx, locals.person!);
    say(cookies, m.training_feed_closed());
    redirect(303, '/training/mine');
  }
};

type OwnPath = Awaited<ReturnType<typeof pathsOf>>[number];

/** The first module that can be gone on with, the workshop that teaches it next, and the course whose test it asks for. */
async function nextStep(
  tx: Tx,
  { modules, standing }: OwnPath,
  tests: Map<string, ModuleTest>,
  person: Person
) {
  const open = standing.filter(({ standing }) => standing === 'under-way' || standing === 'open');
  if (open.length === 0) return null;
  const hoursOf = new Map(modules.map(({ module, hours }) => [module, hours]));
  const wantingHours = open.filter(({ module, hours }) => hours < hoursOf.get(module)!);
  const [workshop] = await workshopsTeaching(
    tx,
    wantingHours.map(({ module }) => module),
    person
  );
  const module = workshop?.module_id ?? open[0]!.module;
  const test = tests.get(module);
  const tested = open.find((one) => one.module === module)!.test === 'open' && test;
  return {
    title: wordsIn(modules.find((one) => one.module === module)!.titles, getLocale()),
    course: tested ? { id: tested.course, title: tested.courseTitle } : null,
    workshop: workshop
      ? {
          id: workshop.id,
          title: workshop.title,
          when: formatTime(workshop.starts_at, workshop.time_zone),
          enrolled: workshop.my_enrolment !== null,
          full: workshop.taken >= workshop.seats
        }
      : null
  };
}

async function myInvitations(tx: Tx, person: Person) {
  return (await invitationsToAnswer(tx, person)).map(({ id, title, starts_at, ends_at, time_zone }) => ({
    id,
    title,
    when: formatDays(dayIn(time_zone, starts_at), dayIn(time_zone, ends_at))
  }));
}

async function myWorkshops(tx: Tx, person: Person) {
  const coming = await workshopsVisibleTo(tx, person)
    .where('dates.next_at', '>', now())
    .where('mine.seated_at', 'is not', null)
    .where('cancellation.cancelled_at', 'is', null)
    .orderBy('dates.next_at')
    .execute();
  return coming.map(({ id, title, next_at, time_zone, venue, online_link }) => ({
    id,
    title,
    when: formatTime(next_at!, time_zone),
    where: venue ?? online_link
  }));
}
