/** The two organisations are founded, and their people come, with what the gate will ask about each of them. */
import { peopleVisibleTo, recordBackgroundCheck } from '#domains/people/index.server.ts';
import {
  addCrisisContact,
  addStaffedHours,
  putOnCall,
  verifyCrisisContact
} from '#domains/safeguarding/index.server.ts';
import { assignSupervisor } from '#domains/supervision/index.server.ts';
import { saveSupporterProfile } from '#domains/support/index.server.ts';
import { genders, supporterAgeBands, topics } from '#domains/support/index.ts';
import type { Person } from '#platform/access/index.ts';
import { addFirstColleague, foundOrganisation } from '#platform/access/index.server.ts';
import { addMonths, moveClock } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { createStaffSignIn } from '#platform/identity/index.server.ts';
import { cast, colleagues, demoOrganisations, demoPassword, type Actor } from './cast.ts';
import { bringIn } from './bring-in.server.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

const supporterCount = 60;
const practitionerCount = 12;
const supervisorCount = 6;

/** A story told for a proof has fewer colleagues too; from a tenth on it has all of them. */
function countOf({ scale }: World, all: number): number {
  return Math.max(2, Math.round(all * Math.min(1, scale * 10)));
}

/** Two organisations, each with the one person who must be there first. */
export async function foundOrganisations(world: World): Promise<void> {
  for (const [key, organisation] of [
    ['administrator', await found(world, 'ngo')],
    ['clinician', await found(world, 'facility')]
  ] as const) {
    const actor = cast.find((one) => one.key === key)!;
    const person = await introduce(world, organisation, actor);
    world.people.set(key, person);
    await createStaffSignIn(person, actor.email, demoPassword);
  }
}

/** Everybody else comes from the organisation's own list of its people, with their roles, languages and districts. */
export async function bringInColleagues(world: World): Promise<void> {
  const administrator = who(world, 'administrator');
  const taken = new Set(cast.map(({ name }) => name));
  const actors = [
    ...cast.filter(({ key }) => !world.people.has(key)),
    ...colleagues('supporter', countOf(world, supporterCount) - 1, taken, world.chance),
    ...colleagues('practitioner', countOf(world, practitionerCount) - 1, taken, world.chance),
    ...colleagues('supervisor', countOf(world, supervisorCount) - 1, taken, world.chance)
  ];
  const list = Buffer.from(listOf(world, actors));
  const found = await act(world, administrator, at(world, 0, 10), async (tx) => {
    await bringIn(tx, 'people', 'colleagues.csv', list, administrator);
    return peopleVisibleTo(tx, administrator).execute();
  });
  const ids = new Map(found.map(({ id, name }) => [name, id]));
  for (const actor of actors) {
    const { key, name, roles } = actor;
    world.people.set(key, { id: ids.get(name)!, name, roles, organisation: administrator.organisation });
    if (cast.includes(actor)) await createStaffSignIn(who(world, key), actor.email, demoPassword);
  }
  const holding = (role: Person['roles'][number]) =>
    [...world.people.values()].filter(({ roles }) => roles.includes(role));
  world.helpers = {
    supporters: holding('supporter'),
    practitioners: holding('practitioner'),
    supervisors: holding('supervisor')
  };
}

function listOf(world: World, actors: Actor[]): string {
  const rows = actors.map(({ name, roles }, index) => {
    const helper = roles.includes('supporter') || roles.includes('practitioner');
    const district = helper ? world.chance.pick(world.districts).code : '';
    return [
      name,
      roles.join(' / '),
      dayOf(world, 0),
      helper ? languagesOf(world, index).join(' / ') : '',
      district
    ].join(',');
  });
  return ['Name,Role,Since,Languages,District', ...rows].join('\n');
}

/** Background checks, who supervises whom, and what supporters say of themselves. */
export async function settleIn(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const { supporters, practitioners, supervisors } = world.helpers;
  const helpers = [...supporters, ...practitioners];
  await act(world, coordinator, at(world, 1, 9), async (tx) => {
    for (const [index, helper] of helpers.entries()) {
      done(
        await recordBackgroundCheck(tx, { id: newId(), subject: helper.id, ...checkOf(world) }, coordinator)
      );
      const supervisor = supervisors[index % supervisors.length]!;
      done(
        await assignSupervisor(
          tx,
          { id: newId(), supervisor: supervisor.id, supervisee: helper.id, since: dayOf(world, 1) },
          coordinator
        )
      );
    }
  });
  for (const helper of helpers)
    await act(world, helper, at(world, 1, 10), (tx) =>
      saveSupporterProfile(tx, helper.id, profileOf(world, helper), helper)
    );
}

/** Crisis numbers (invented, and checked last month), the hours somebody is there, and who is on call. */
export async function keepWatch(world: World): Promise<void> {
  const lead = who(world, 'lead');
  await act(world, lead, at(world, storyDays - 30, 9), async (tx) => {
    for (const [name, phone] of [
      ['Mfano Crisis Line', '0800 000 111'],
      ['Emergency services', '999 000']
    ] as const) {
      const id = newId();
      await addCrisisContact(tx, { id, name, country: 'MF', phone, sms: null, hours: '24 h' }, lead);
      await verifyCrisisContact(tx, id, lead);
    }
    for (const weekday of [1, 2, 3, 4, 5]) {
      await addStaffedHours(tx, { id: newId(), weekday, opens: '08:00', closes: '20:00' }, lead);
    }
    const rota = [
      ['first', lead],
      ['second', who(world, 'supervisor')],
      ['manager', who(world, 'coordinator')]
    ] as const;
    for (const [step, person] of rota) {
      const shift = {
        id: newId(),
        person: person.id,
        step,
        startsAt: at(world, storyDays - 30, 0),
        endsAt: at(world, storyDays + 60, 0)
      };
      await putOnCall(tx, shift, lead);
    }
  });
}

async function found(world: World, key: keyof typeof demoOrganisations) {
  const id = newId();
  const organisation = { ...demoOrganisations[key], id, timeZone: 'Africa/Nairobi', currency: 'USD' };
  moveClock(at(world, 0, 8));
  await speakAs(world.database, { organisation: id, system: true }, (tx) =>
    foundOrganisation(tx, organisation)
  );
  return organisation;
}

async function introduce(
  world: World,
  organisation: Person['organisation'],
  { name, roles }: Actor
): Promise<Person> {
  const id = newId();
  moveClock(at(world, 0, 8));
  await speakAs(world.database, { organisation: organisation.id, system: true }, (tx) =>
    addFirstColleague(tx, { id, name, roles }, organisation.id)
  );
  return { id, name, organisation, roles };
}

function languagesOf({ chance }: World, index: number): string[] {
  const others = ['en', 'fr', 'ar', 'es'].filter(() => chance.happens(0.4));
  return [...new Set(['sw', ...(index % 2 ? ['en'] : []), ...others])];
}

function checkOf(world: World) {
  const checkedOn = dayOf(world, 0);
  return { checkedOn, expiresOn: addMonths(checkedOn, 36), outcome: 'clear' as const };
}

function profileOf({ chance }: World, helper: Person) {
  const fullTime = helper.roles.includes('practitioner');
  return {
    work: fullTime ? ('lay-worker' as const) : ('peer' as const),
    introduction: chance.pick([
      'I have been through hard times myself. I listen first.',
      'I grew up here and know how heavy silence can be.',
      'We go at your pace. You decide what we talk about.',
      'I am a parent and a neighbour, and I keep what you tell me.'
    ]),
    gender: chance.pick(genders.slice(0, 2)),
    ageBand: chance.pick(supporterAgeBands),
    topics: topics.filter(() => chance.happens(0.45)),
    settings: ['in-person' as const, 'phone' as const],
    placesMax: null,
    weeklyHoursMax: null,
    acceptsMinors: false
  };
}
