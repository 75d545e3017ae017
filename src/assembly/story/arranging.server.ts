/** Rooms, invitations, what comes first, and what a workshop pays: how trainings are arranged. */
import {
  addRoom,
  addVenue,
  answerInvitation,
  changeLine,
  changeTrainers,
  changeWords,
  enrol,
  invitationsOf,
  inviteTo,
  modulesVisibleTo,
  payStipends,
  receiveFee,
  scheduleWorkshop,
  setTaught,
  setTerms,
  setTrainingPolicy,
  withdrawInvitation
} from '#domains/training/index.server.ts';
import type { TrainingPolicy } from '#domains/training/index.ts';
import { newId } from '#platform/ids.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

/** The programme's house has two rooms to train in; for those far away there is one behind a link. Gives the two. */
export async function furnish(world: World): Promise<{ hall: string; upstairs: string }> {
  const coordinator = who(world, 'coordinator');
  const [venue, hall, upstairs] = [newId(), newId(), newId()];
  await act(world, coordinator, at(world, 2, 9), async (tx) => {
    const directions = 'Behind the market, the green gate.';
    done(await addVenue(tx, { id: venue, name: 'Green Valley house', place: null, directions }, coordinator));
    const below = { name: 'Training room', seats: 60, accessible: ['step-free' as const, 'toilet' as const] };
    done(await addRoom(tx, { id: hall, ...below, venue, link: null }, coordinator));
    const above = { name: 'Upper room', seats: 60, accessible: ['quiet' as const] };
    done(await addRoom(tx, { id: upstairs, ...above, venue, link: null }, coordinator));
    const line = { name: 'Our line for meetings', seats: 100, accessible: ['captions' as const] };
    const link = 'https://meet.green-valley.example/room';
    done(await addRoom(tx, { id: newId(), ...line, venue: null, link }, coordinator));
  });
  return { hall, upstairs };
}

/** A day for a few who are asked: one comes, one cannot, some have not answered, one is asked by mistake, and one joins without having been asked. */
export async function inviteSome(world: World): Promise<string> {
  const coordinator = who(world, 'coordinator');
  const asked = world.helpers.supporters.slice(0, 4);
  const mistaken = world.helpers.supporters[4]!;
  const workshop = newId();
  const day = (hour: number) => at(world, storyDays + 21, hour);
  await act(world, coordinator, at(world, storyDays - 5, 11), async (tx) => {
    const aims = 'Opening, keeping and closing a circle.';
    const kind = 'supervision-skills' as const;
    const where = {
      venue: 'Mlimani community hall',
      onlineLink: null,
      language: 'sw',
      timeZone: 'Africa/Nairobi'
    };
    const plan = {
      line: world.lines.get('TRAIN')!,
      seats: 3,
      byInvitation: true
    };
    const sessions = [{ id: newId(), startsAt: day(9), endsAt: day(15) }];
    const trainers = [who(world, 'trainer').id];
    done(
      await scheduleWorkshop(
        tx,
        { id: workshop, title: 'Leading a group', aims, kind, ...where, ...plan, trainers, sessions },
        coordinator
      )
    );
    // She could not say for a while whether she would be back by then.
    done(await changeTrainers(tx, { workshop, trainers: [] }, coordinator));
    done(await changeTrainers(tx, { workshop, trainers }, coordinator));
    const line = { line: world.lines.get('COACH')!, reason: 'Leading a group is practice after training.' };
    done(await changeLine(tx, { id: newId(), workshop, ...line }, coordinator));
    const words = { title: 'Helping to lead a group', aims, kind, language: 'sw', alsoIn: ['en'] };
    const named = { words, reason: 'Nobody leads alone in the first year; two come who speak English.' };
    done(await changeWords(tx, { id: newId(), workshop, ...named }, coordinator));
    const groups = (await modulesVisibleTo(tx, coordinator)).find(({ slug }) => slug === 'groups')!;
    const modules = [{ module: groups.module, hours: groups.hours }];
    done(await setTaught(tx, { workshop, modules }, coordinator));
    done(await inviteTo(tx, { workshop, people: [...asked, mistaken].map(({ id }) => id) }, coordinator));
    const { id: invitation } = (await invitationsOf(tx, workshop)).find(
      ({ person_id }) => person_id === mistaken.id
    )!;
    const reason = 'This day is for those who already lead a group; yours comes in spring.';
    done(await withdrawInvitation(tx, { invitation, reason }, coordinator));
    const other = world.helpers.supporters[5]!;
    done(await enrol(tx, { id: newId(), workshop, attendee: other.id }, coordinator));
  });
  const [, second, third] = asked;
  for (const [person, answer] of [
    [second!, 'accepted'],
    [third!, 'declined']
  ] as const)
    await act(world, person, at(world, storyDays - 1, 8), async (tx) =>
      done(await answerInvitation(tx, { id: newId(), workshop, answer }, person))
    );
  return workshop;
}

/** For a day the programme refused whoever lacked what comes first, let one in all the same, and thought better of it. */
export async function askForWhatComesFirst(world: World, workshop: string): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const decide = (day: number, prerequisites: TrainingPolicy['prerequisites'], reason: string) =>
    act(world, coordinator, at(world, day, 11), async (tx) => {
      const figures = { trainedPercent: 80, competentBy: 'certificate' as const, competentWithinDays: 180 };
      const from = { effectiveFrom: dayOf(world, day), source: 'Our own policy', reason };
      done(await setTrainingPolicy(tx, { id: newId(), prerequisites, ...figures, ...from }, coordinator));
    });
  await decide(storyDays - 4, 'refuse', 'Some were lost in the second workshop.');
  const supervisor = world.helpers.supervisors[0]!;
  await act(world, coordinator, at(world, storyDays - 4, 12), async (tx) => {
    const overrideReason = 'She learned to supervise at the health centre.';
    const place = { id: newId(), workshop, attendee: supervisor.id, waitingList: true, overrideReason };
    done(await enrol(tx, place, coordinator));
  });
  await decide(storyDays - 3, 'warn', 'We would rather talk with them than turn them away.');
}

/** What a workshop asked of one of those who came, and what everybody was paid for their days and their way. */
export async function payTheirWay(world: World, workshop: string, day: number): Promise<void> {
  const coordinator = who(world, 'coordinator');
  await act(world, coordinator, at(world, day, 16), async (tx) => {
    const terms = { fee: '2', stipendPerDay: '4', travelPerDay: '3' };
    const reason = 'Some come from three hours away.';
    done(await setTerms(tx, { id: newId(), workshop, terms, reason }, coordinator));
    done(await payStipends(tx, { id: newId(), workshop, on: dayOf(world, day) }, coordinator));
    const { person_id: person } = await tx
      .selectFrom('enrolments')
      .select('person_id')
      .where('workshop_id', '=', workshop)
      .orderBy('id')
      .executeTakeFirstOrThrow();
    const fee = { id: newId(), workshop, person, amount: '2', on: dayOf(world, day) };
    done(await receiveFee(tx, fee, coordinator));
  });
}
