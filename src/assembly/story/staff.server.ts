/** The two organisations are founded, and their people come, with what the gate will ask about each of them. */
import { recordBackgroundCheck, setProfile } from '#domains/people/index.server.ts';
import { addCrisisContact, addStaffedHours, putOnCall, verifyCrisisContact } from '#domains/safeguarding/index.server.ts';
import { assignSupervisor } from '#domains/supervision/index.server.ts';
import { saveSupporterProfile } from '#domains/support/index.server.ts';
import { genders, supporterAgeBands, topics } from '#domains/support/index.ts';
import type { Person } from '#platform/access/index.ts';
import { addMonths } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { createStaffSignIn } from '#platform/identity/index.server.ts';
import { cast, colleagues, demoOrganisations, demoPassword, type Actor } from './cast.ts';
import { act, at, dayOf, done, storyDays, who, type World } from './world.server.ts';

export const supporterCount = 60;
export const practitionerCount = 12;
const supervisorCount = 6;

export async function foundOrganisations(world: World): Promise<void> {
  const tenants = { ngo: await found(world, 'ngo'), facility: await found(world, 'facility') };
  const taken = new Set(cast.map(({ name }) => name));
  const others = [
    ...colleagues('supporter', supporterCount - 1, taken, world.chance),
    ...colleagues('practitioner', practitionerCount - 1, taken, world.chance),
    ...colleagues('supervisor', supervisorCount - 1, taken, world.chance)
  ];
  for (const actor of [...cast, ...others]) {
    const person = await introduce(world, tenants[actor.organisation], actor);
    world.people.set(actor.key, person);
    if (cast.includes(actor)) await createStaffSignIn(person, actor.email, demoPassword);
  }
  const holding = (role: Person['roles'][number]) => [...world.people.values()].filter(({ roles }) => roles.includes(role));
  world.helpers = { supporters: holding('supporter'), practitioners: holding('practitioner'), supervisors: holding('supervisor') };
}

/** Languages, homes, checks, what supporters say of themselves, and who supervises whom. */
export async function settleIn(world: World): Promise<void> {
  const coordinator = who(world, 'coordinator');
  const helpers = [...world.helpers.supporters, ...world.helpers.practitioners];
  for (const [index, helper] of helpers.entries()) {
    await act(world, coordinator, at(world, 1, 9), async (tx) => {
      await setProfile(tx, helper.id, { languages: languagesOf(world, index), placeId: world.chance.pick(world.districts) }, coordinator);
      done(await recordBackgroundCheck(tx, { id: newId(), subject: helper.id, ...checkOf(world) }, coordinator));
      const supervisor = world.helpers.supervisors[index % supervisorCount]!;
      done(await assignSupervisor(tx, { id: newId(), supervisor: supervisor.id, supervisee: helper.id, since: dayOf(world, 1) }, coordinator));
    });
    await act(world, helper, at(world, 1, 10), (tx) => saveSupporterProfile(tx, helper.id, profileOf(world, helper), helper));
  }
}

/** Crisis numbers (invented, and checked last month), the hours somebody is there, and who is on call. */
export async function keepWatch(world: World): Promise<void> {
  const lead = who(world, 'lead');
  await act(world, lead, at(world, storyDays - 30, 9), async (tx) => {
    for (const [name, phone] of [['Mfano Crisis Line', '0800 000 111'], ['Emergency services', '999 000']] as const) {
      const id = newId();
      await addCrisisContact(tx, { id, name, country: 'MF', phone, sms: null, hours: '24 h' }, lead);
      await verifyCrisisContact(tx, id, lead);
    }
    for (const weekday of [1, 2, 3, 4, 5]) {
      await addStaffedHours(tx, { id: newId(), weekday, opens: '08:00', closes: '20:00' }, lead);
    }
    const rota = [['first', lead], ['second', who(world, 'supervisor')], ['manager', who(world, 'coordinator')]] as const;
    for (const [step, person] of rota) {
      const shift = { id: newId(), person: person.id, step, startsAt: at(world, storyDays - 30, 0), endsAt: at(world, storyDays + 60, 0) };
      await putOnCall(tx, shift, lead);
    }
  });
}

async function found(world: World, key: keyof typeof demoOrganisations) {
  const id = newId();
  const organisation = { ...demoOrganisations[key], id, timeZone: 'Africa/Nairobi', currency: 'USD' };
  await speakAs(world.database, { organisation: id, system: true }, (tx) =>
    tx
      .insertInto('organisations')
      .values({ id, ...demoOrganisations[key], time_zone: organisation.timeZone, currency: organisation.currency, created_at: at(world, 0, 8) })
      .execute()
  );
  return organisation;
}

async function introduce(world: World, organisation: Person['organisation'], { name, roles }: Actor): Promise<Person> {
  const id = newId();
  const since = at(world, 0, 8);
  await speakAs(world.database, { organisation: organisation.id, system: true }, async (tx) => {
    await tx.insertInto('people').values({ id, name, kind: 'staff', created_at: since }).execute();
    for (const role of roles) {
      await tx.insertInto('memberships').values({ organisation_id: organisation.id, id: newId(), person_id: id, role, since }).execute();
    }
  });
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
