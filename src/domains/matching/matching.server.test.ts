import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { behaviours, defaultPolicy, rubrics } from '#domains/competence/index.ts';
import {
  issueCertificate,
  openObservation,
  recordResult,
  setPolicy
} from '#domains/competence/index.server.ts';
import { recordBackgroundCheck, setProfile } from '#domains/people/index.server.ts';
import { assignSupervisor } from '#domains/supervision/index.server.ts';
import {
  blockSupporter,
  endRelationship,
  openRelationship,
  openRelationshipsVisibleTo,
  pauseSupporter,
  saveSupporterProfile,
  writeRequest
} from '#domains/support/index.server.ts';
import type { SupporterProfile, Wishes } from '#domains/support/index.ts';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock, now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, untilSomebodyWaits, village } from '#platform/testing/index.server.ts';
import { someProfile, someWishes } from '#platform/testing/support.ts';
import { candidatesFor, findLapses, match, openLapsesVisibleTo, ownStanding } from './index.server.ts';

const database = onDatabase();
const today = () => dayIn('UTC');
const wishes = someWishes();
const profile = someProfile({ placesMax: 1 });

async function programme() {
  const here = await village(database);
  const staff = {
    coordinator: await here.person('Cora', 'coordinator'),
    assessor: await here.person('Ada', 'assessor'),
    supervisor: await here.person('Sara', 'supervisor')
  };
  return {
    ...here,
    ...staff,
    amina: await here.person('Amina', 'supporter'),
    juma: await here.person('Juma', 'supporter')
  };
}
type Programme = Awaited<ReturnType<typeof programme>>;

/** Does for a supporter everything the gate asks for, each step through its own room. */
async function makeReady(
  { as, coordinator, assessor, supervisor }: Programme,
  supporter: Person,
  offers: Partial<SupporterProfile> = {}
) {
  const observation = {
    id: newId(),
    person: supporter.id,
    rubric: 'foundational-helping',
    context: 'role-play' as const,
    observedOn: today()
  };
  const opened = await as(assessor, (tx) => openObservation(tx, observation, assessor));
  if ('refusal' in opened) throw new Error(opened.refusal);
  const ticks = rubrics[0]!.items.flatMap((item) => behaviours(item, 'basic'));
  await as(assessor, (tx) => recordResult(tx, { assessment: opened.assessment, ticks }, assessor));
  await as(coordinator, async (tx) => {
    await issueCertificate(
      tx,
      { id: newId(), person: supporter.id, role: 'supporter', hoursElsewhere: 60 },
      coordinator
    );
    await setProfile(tx, supporter.id, { languages: ['sw', 'en'] }, coordinator);
    const check = {
      id: newId(),
      subject: supporter.id,
      checkedOn: today(),
      expiresOn: addDays(today(), 700),
      outcome: 'clear' as const
    };
    await recordBackgroundCheck(tx, check, coordinator);
    await assignSupervisor(
      tx,
      { id: newId(), supervisor: supervisor.id, supervisee: supporter.id, since: today() },
      coordinator
    );
  });
  await as(supporter, (tx) => saveSupporterProfile(tx, supporter.id, { ...profile, ...offers }, supporter));
}

async function somebodyAsks(here: Programme, name: string, more: Partial<Wishes> = {}) {
  const seeker = await here.person(name, 'seeker');
  const request = newId();
  await here.as(seeker, (tx) =>
    writeRequest(
      tx,
      { id: request, seeker: seeker.id, limitsAcceptedAt: now(), wishes: { ...wishes, ...more } },
      seeker.organisation.id
    )
  );
  return { seeker, request };
}

const setPlaces = (tx: Tx, supporter: Person, places: number) =>
  tx
    .updateTable('supporter_profiles')
    .set({ places_max: places })
    .where('supporter_id', '=', supporter.id)
    .execute();

describe('candidates', () => {
  test('are those the gate lets through, with reasons for, and for everyone else every reason why not', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    await here.as(here.juma, (tx) => saveSupporterProfile(tx, here.juma.id, profile, here.juma));
    const { request } = await somebodyAsks(here, 'Quiet Baobab');
    const candidates = await here.as(here.coordinator, (tx) => candidatesFor(tx, request, here.coordinator));
    expect(candidates!.may).toMatchObject([
      {
        candidate: { name: 'Amina' },
        reasonsFor: { languages: ['sw'], topics: ['grief'], settingFits: true, freePlaces: 1 }
      }
    ]);
    expect(candidates!.mayNot.map(({ supporter, refusals }) => [supporter.name, refusals])).toEqual([
      [
        'Juma',
        [
          'no-certificate',
          'assessment-too-old',
          'background-check-missing',
          'no-supervisor',
          'no-shared-language'
        ]
      ]
    ]);
  });

  test('are the same for the seeker as for the coordinator, and the transaction is the seeker’s again afterwards', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    const { seeker, request } = await somebodyAsks(here, 'Quiet Baobab');
    await here.as(seeker, async (tx) => {
      const candidates = await candidatesFor(tx, request, seeker);
      expect(candidates!.may.map(({ candidate }) => candidate.name)).toEqual(['Amina']);
      const { rows } =
        await sql`select current_person() as speaker, current_setting('trellis.roles') as roles`.execute(tx);
      expect(rows).toEqual([{ speaker: seeker.id, roles: 'seeker' }]);
    });
  });

  test('are judged by how long the organisation itself lets an assessment speak for somebody', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    moveClock(new Date(now().getTime() + 100 * 86_400_000));
    const reasons = async () => {
      const { request } = await somebodyAsks(here, 'Quiet Baobab');
      const candidates = await here.as(here.coordinator, (tx) =>
        candidatesFor(tx, request, here.coordinator)
      );
      return candidates!.mayNot.find(({ supporter }) => supporter.name === 'Amina')?.refusals ?? [];
    };
    expect(await reasons()).not.toContain('assessment-too-old');
    const stricter = { ...defaultPolicy, reassessMonths: 3 };
    const words = { source: 'our board', reason: 'new people' };
    await here.as(here.coordinator, (tx) =>
      setPolicy(tx, { id: newId(), policy: stricter, effectiveOn: today(), ...words }, here.coordinator)
    );
    expect(await reasons()).toContain('assessment-too-old');
  });

  test('are shown to nobody whose request it is not', async () => {
    const here = await programme();
    const { request } = await somebodyAsks(here, 'Quiet Baobab');
    const { seeker: other } = await somebodyAsks(here, 'Calm Acacia');
    expect(await here.as(other, (tx) => candidatesFor(tx, request, other))).toBeNull();
    expect(await here.as(here.amina, (tx) => candidatesFor(tx, request, here.amina))).toBeNull();
    expect(
      await here.as(other, (tx) => match(tx, { id: newId(), request, supporter: here.amina.id }, other))
    ).toEqual(['request-gone']);
  });

  test('leave out whom the seeker blocked, who shares their household, and an ending that said "not again"', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    await makeReady(here, here.juma);
    const { seeker, request } = await somebodyAsks(here, 'Quiet Baobab');
    await here.as(seeker, (tx) => blockSupporter(tx, here.amina.id, seeker));
    await here.as(here.coordinator, async (tx) => {
      await setProfile(tx, seeker.id, { householdCode: 'H-7' }, here.coordinator);
      await setProfile(tx, here.juma.id, { householdCode: 'H-7' }, here.coordinator);
      const relationship = newId();
      await openRelationship(
        tx,
        { id: relationship, seeker: seeker.id, supporter: here.juma.id },
        here.coordinator
      );
      await endRelationship(tx, { relationship, reason: 'other', notAgain: true }, here.coordinator);
    });
    const candidates = await here.as(here.coordinator, (tx) => candidatesFor(tx, request, here.coordinator));
    const reasons = Object.fromEntries(
      candidates!.mayNot.map(({ supporter, refusals }) => [supporter.name, refusals])
    );
    expect(reasons).toEqual({ Amina: ['blocked-by-seeker'], Juma: ['ended-not-again', 'same-household'] });
  });
});

describe('a match', () => {
  test('is made by the seeker’s own choice, and the same form again changes nothing', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    const { seeker, request } = await somebodyAsks(here, 'Quiet Baobab');
    const choice = { id: newId(), request, supporter: here.amina.id };
    for (let times = 0; times < 2; times++)
      expect(await here.as(seeker, (tx) => match(tx, choice, seeker))).toEqual([]);
    const people = await here.as(here.amina, (tx) => openRelationshipsVisibleTo(tx, here.amina).execute());
    expect(people).toMatchObject([{ id: choice.id, pseudonym: 'Quiet Baobab' }]);
  });

  test('for the last place goes to one of two who race, and the other is told', async () => {
    const here = await programme();
    await makeReady(here, here.amina, { placesMax: 1 });
    const [first, second] = [
      await somebodyAsks(here, 'Quiet Baobab'),
      await somebodyAsks(here, 'Calm Acacia')
    ];
    const matching = ({ seeker, request }: typeof first) =>
      here.as(seeker, (tx) => match(tx, { id: newId(), request, supporter: here.amina.id }, seeker));
    // The second begins while the first has matched and not yet committed: it must wait, and then see a full caseload.
    let late: ReturnType<typeof matching>;
    const outcome = await here.as(first.seeker, async (tx) => {
      const choice = { id: newId(), request: first.request, supporter: here.amina.id };
      const won = await match(tx, choice, first.seeker);
      late = matching(second);
      await untilSomebodyWaits(database);
      return won;
    });
    expect([outcome, await late!]).toEqual([[], ['caseload-full']]);
    expect(
      await here.as(here.amina, (tx) => openRelationshipsVisibleTo(tx, here.amina).execute())
    ).toHaveLength(1);

    await here.as(here.coordinator, (tx) => setPlaces(tx, here.amina, 3));
    const others = [
      await somebodyAsks(here, 'Warm Fern'),
      await somebodyAsks(here, 'Kind Otter'),
      await somebodyAsks(here, 'Brave Finch')
    ];
    const outcomes = await Promise.all(others.map(matching));
    expect(outcomes.filter((refusals) => refusals.length === 0)).toHaveLength(2);
  });

  test('of one request with two supporters is made once', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    await makeReady(here, here.juma);
    const { request } = await somebodyAsks(here, 'Quiet Baobab');
    const matching = (supporter: Person) =>
      here.as(here.coordinator, (tx) =>
        match(tx, { id: newId(), request, supporter: supporter.id }, here.coordinator)
      );
    const outcomes = await Promise.all([matching(here.amina), matching(here.juma)]);
    expect(outcomes.toSorted((a, b) => a.length - b.length)).toEqual([[], ['request-gone']]);
  });

  test('is refused when what was true at offering holds no more', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    const { request } = await somebodyAsks(here, 'Quiet Baobab');
    await here.as(here.amina, (tx) =>
      pauseSupporter(tx, { supporter: here.amina.id, kind: 'own-wish' }, here.amina)
    );
    const outcome = await here.as(here.coordinator, (tx) =>
      match(tx, { id: newId(), request, supporter: here.amina.id }, here.coordinator)
    );
    expect(outcome).toEqual(['paused']);
  });

  test('of a minor needs a supporter prepared for it', async () => {
    const here = await programme();
    await makeReady(here, here.amina);
    const { request } = await somebodyAsks(here, 'Quiet Baobab', { minor: true });
    const outcome = await here.as(here.coordinator, (tx) =>
      match(tx, { id: newId(), request, supporter: here.amina.id }, here.coordinator)
    );
    expect(outcome).toEqual(['minor-unprepared', 'minor-unwanted']);
  });
});

test('a supporter learns whether they are open for new people, in what concerns themselves', async () => {
  const here = await programme();
  await makeReady(here, here.amina);
  expect(await here.as(here.juma, (tx) => ownStanding(tx, here.juma))).toBeNull();
  expect(await here.as(here.amina, (tx) => ownStanding(tx, here.amina))).toMatchObject({
    refusals: [],
    caseload: { open: 0, caseloadMax: 1 }
  });
});

test('a lapse is found once, told to supervisor and coordinator, drops nobody, and closes when it holds again', async () => {
  const here = await programme();
  await makeReady(here, here.amina);
  const { seeker, request } = await somebodyAsks(here, 'Quiet Baobab');
  await here.as(seeker, (tx) => match(tx, { id: newId(), request, supporter: here.amina.id }, seeker));
  await here.asSystem(findLapses);
  const lapses = (person: Person) => here.as(person, (tx) => openLapsesVisibleTo(tx, person).execute());
  expect(await lapses(here.supervisor)).toEqual([]);

  await here.as(here.coordinator, (tx) =>
    pauseSupporter(
      tx,
      { supporter: here.amina.id, kind: 'suspension', reason: 'complaint' },
      here.coordinator
    )
  );
  for (let times = 0; times < 2; times++) await here.asSystem(findLapses);
  expect(await lapses(here.supervisor)).toMatchObject([{ name: 'Amina', refusal: 'suspended' }]);
  expect(await lapses(here.juma)).toEqual([]);
  const { rows } = await database.owner.query(
    'select to_person_id from outgoing_mails where organisation_id = $1',
    [here.organisation]
  );
  expect(rows.map(({ to_person_id }) => to_person_id).toSorted()).toEqual(
    [here.coordinator.id, here.supervisor.id].toSorted()
  );
  expect(
    await here.as(here.amina, (tx) => openRelationshipsVisibleTo(tx, here.amina).execute())
  ).toHaveLength(1);

  moveClock(new Date(now().getTime() + 60_000));
  await here.as(here.coordinator, (tx) =>
    tx
      .updateTable('supporter_pauses')
      .set({ lifted_at: now(), lifted_by: here.coordinator.id })
      .where('lifted_at', 'is', null)
      .execute()
  );
  await here.asSystem(findLapses);
  expect(await lapses(here.supervisor)).toEqual([]);
});
