import { expect, test } from 'vitest';
import { raiseConcern, concernsVisibleTo } from '#domains/safeguarding/index.server.ts';
import { setProfile } from '#domains/people/index.server.ts';
import {
  encountersVisibleTo,
  noteOf,
  openRelationship,
  recordEncounter,
  relationshipsVisibleTo
} from '#domains/support/index.server.ts';
import { addDays, moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  assignSupervisor,
  coachingActionsOf,
  recordSupervision,
  sessionVisibleTo,
  setSupervisionPolicy,
  supervisionNoteOf,
  supervisionPolicies,
  standingOf,
  superviseesInOrder,
  todayFor
} from './index.server.ts';
import { supervisionPolicyDefault } from './policy.ts';

const database = onDatabase();

// A Monday.
const start = '2026-01-05';
const on = (day: string) => moveClock(new Date(`${day}T12:00:00Z`));

async function team() {
  const place = await village(database);
  const cora = await place.person('Cora', 'coordinator');
  const sara = await place.person('Sara', 'supervisor');
  const amina = await place.person('Amina', 'supporter');
  on(start);
  const assign = (supervisor: string, supervisee: string, since = start) =>
    place.as(cora, (tx) => assignSupervisor(tx, { id: newId(), supervisor, supervisee, since }, cora));
  const standing = (today: string) =>
    place.as(cora, async (tx) => (await standingOf(tx, [amina.id], today)).get(amina.id)!);
  const session = (held: string, changes: Partial<Parameters<typeof recordSupervision>[1]> = {}) => {
    on(held);
    return place.as(sara, (tx) =>
      recordSupervision(
        tx,
        { id: newId(), kind: 'individual', on: held, minutes: 60, attendees: [amina.id], ...changes },
        sara
      )
    );
  };
  return { ...place, cora, sara, amina, assign, standing, session };
}

test('supervision left unpaid falls overdue, and recording a session makes the debt fall', async () => {
  const { assign, standing, session, sara, amina } = await team();
  expect(await standing(start)).toMatchObject({ supervisor: null, since: null, overdue: false });
  expect(await assign(sara.id, amina.id)).toBeNull();
  expect(await standing('2026-01-19')).toMatchObject({
    supervisor: sara.id,
    owed: 2,
    received: 0,
    debt: 2,
    overdue: true
  });
  expect(await session('2026-01-19')).toBeNull();
  expect(await standing('2026-01-19')).toMatchObject({
    owed: 2,
    received: 1,
    debt: 1,
    overdue: false,
    lastOn: '2026-01-19'
  });
});

test('a group session counts half, a debrief not at all', async () => {
  const { assign, standing, session, sara, amina } = await team();
  await assign(sara.id, amina.id);
  await session('2026-01-19', { kind: 'group' });
  await session('2026-01-19', { kind: 'debrief' });
  expect(await standing('2026-01-19')).toMatchObject({ received: 0.5, debt: 1.5 });
});

test('the same form sent twice is one session', async () => {
  const { assign, standing, session, sara, amina } = await team();
  await assign(sara.id, amina.id);
  const id = newId();
  for (let i = 0; i < 2; i += 1) expect(await session('2026-01-19', { id })).toBeNull();
  expect(await standing('2026-01-19')).toMatchObject({ received: 1 });
});

test('a new supervisor takes the debt over', async () => {
  const { assign, standing, person, sara, amina } = await team();
  const otto = await person('Otto', 'supervisor');
  await assign(sara.id, amina.id);
  await assign(otto.id, amina.id, '2026-01-18');
  expect(await standing('2026-01-19')).toMatchObject({ supervisor: otto.id, debt: 2 });
});

test('nobody carries more than twelve people, and only a supervisor carries any', async () => {
  const { assign, person, sara, amina } = await team();
  expect(await assign(amina.id, sara.id)).toBe('not-a-supervisor');
  for (let i = 0; i < 12; i += 1)
    expect(await assign(sara.id, (await person(`Supporter ${i}`, 'supporter')).id)).toBeNull();
  expect(await assign(sara.id, amina.id)).toBe('supervisor-full');
});

test('a debrief is not held by the line manager, and nobody supervises themselves', async () => {
  const { as, cora, session, sara, amina } = await team();
  await as(cora, (tx) => setProfile(tx, amina.id, { lineManager: sara.id }, cora));
  expect(await session('2026-01-19', { kind: 'debrief' })).toBe('line-manager');
  expect(await session('2026-01-19')).toBeNull();
  expect(await session('2026-01-19', { attendees: [sara.id] })).toBe('leader-attended');
  expect(await session('2026-01-19', { on: '2026-01-20' })).toBe('in-the-future');
});

test('what was agreed is read by the person and their supervisor, and by nobody else', async () => {
  const { assign, session, as, person, sara, amina, cora } = await team();
  await assign(sara.id, amina.id);
  await session('2026-01-19', {
    note: 'How to end well.',
    actions: [{ person: amina.id, what: 'Practise the ending.', dueOn: null }]
  });
  const stranger = await person('Otto', 'supervisor');
  const read = (reader: typeof sara) => as(reader, (tx) => coachingActionsOf(tx, amina.id));
  expect(await read(amina)).toMatchObject([{ what: 'Practise the ending.' }]);
  expect(await read(sara)).toHaveLength(1);
  for (const other of [stranger, cora]) expect(await read(other)).toEqual([]);
  expect(await as(cora, (tx) => tx.selectFrom('supervision_notes').selectAll().execute())).toEqual([]);
});

test('a supervisor sees their supervisees’ relationships and sessions but not the notes, and concerns about their people', async () => {
  const { assign, as, person, sara, amina, cora } = await team();
  const otto = await person('Otto', 'supervisor');
  const baobab = await person('Baobab', 'seeker');
  await assign(sara.id, amina.id);
  const relationship = newId();
  const opened = await as(cora, (tx) =>
    openRelationship(tx, { id: relationship, seeker: baobab.id, supporter: amina.id }, cora)
  );
  expect(opened).toBeNull();
  const encounter = newId();
  await as(amina, (tx) =>
    recordEncounter(
      tx,
      {
        id: encounter,
        relationship,
        kind: 'individual',
        startedAt: new Date(now().getTime() - 3_600_000),
        minutes: 45,
        note: { talkedAbout: 'Secret.', helped: '', nextStep: '' }
      },
      amina
    )
  );
  const concern = newId();
  await as(amina, (tx) =>
    raiseConcern(tx, { id: concern, about: baobab.id, urgency: 'urgent', said: 'Alone at night.' }, amina)
  );

  expect(await as(sara, (tx) => relationshipsVisibleTo(tx, sara).execute())).toHaveLength(1);
  expect(await as(sara, (tx) => encountersVisibleTo(tx, sara).execute())).toMatchObject([
    { id: encounter, minutes: 45 }
  ]);
  expect(await as(sara, (tx) => noteOf(tx, encounter))).toBeNull();
  expect(await as(sara, (tx) => concernsVisibleTo(tx, sara).execute())).toMatchObject([
    { id: concern, about_name: 'Baobab' }
  ]);
  expect(await as(otto, (tx) => relationshipsVisibleTo(tx, otto).execute())).toEqual([]);
  expect(await as(otto, (tx) => encountersVisibleTo(tx, otto).execute())).toEqual([]);
  expect(await as(otto, (tx) => concernsVisibleTo(tx, otto).execute())).toEqual([]);
});

test('a week with more than ten contact hours owes one unit more', async () => {
  const { assign, standing, as, person, sara, amina, cora } = await team();
  await assign(sara.id, amina.id);
  const baobab = await person('Baobab', 'seeker');
  const relationship = newId();
  await as(cora, (tx) =>
    openRelationship(tx, { id: relationship, seeker: baobab.id, supporter: amina.id }, cora)
  );
  on('2026-01-09');
  const meet = (minutes: number, hour: number) =>
    as(amina, (tx) =>
      recordEncounter(
        tx,
        {
          id: newId(),
          relationship,
          kind: 'individual',
          startedAt: new Date(`2026-01-07T${hour}:00:00Z`),
          minutes
        },
        amina
      )
    );
  await meet(600, 10);
  expect(await standing('2026-01-12')).toMatchObject({ owed: 1 });
  await meet(30, 20);
  expect(await standing('2026-01-12')).toMatchObject({ owed: 2, overdue: true });
});

test('the supervisor’s list begins with who is overdue, each with one next action', async () => {
  const { assign, as, person, session, sara, amina } = await team();
  const zola = await person('Zola', 'supporter');
  await assign(sara.id, amina.id);
  await assign(sara.id, zola.id);
  await session('2026-01-19', { minutes: 120 });
  await session('2026-01-19', { kind: 'debrief' });
  expect(
    (await as(sara, (tx) => superviseesInOrder(tx, sara))).map(
      ({ name, attention }) => `${name} ${attention}`
    )
  ).toEqual(['Zola overdue', 'Amina in-order']);
  expect(await as(sara, (tx) => todayFor(tx, sara))).toMatchObject([
    { href: `/supervision/sessions/new?with=${zola.id}` }
  ]);
  expect(await as(zola, (tx) => todayFor(tx, zola))).toMatchObject([{ href: '/supervision/me' }]);
  expect(await as(amina, (tx) => todayFor(tx, amina))).toEqual([]);
});

test('debriefs due with several people are one matter that names them, and one person’s is theirs', async () => {
  const { assign, as, person, session, sara, amina } = await team();
  const everybody = [amina];
  for (const name of ['Baraka', 'Chiku', 'Dalia', 'Elias']) everybody.push(await person(name, 'supporter'));
  for (const { id } of everybody) await assign(sara.id, id);
  await session('2026-01-06', { kind: 'group', minutes: 240, attendees: everybody.map(({ id }) => id) });
  const items = await as(sara, (tx) => todayFor(tx, sara));
  expect(items).toMatchObject([
    {
      title: '5 people are due a debrief',
      detail: 'Amina, Baraka, Chiku and 2 more',
      href: '/supervision'
    }
  ]);

  await session('2026-01-06', {
    kind: 'debrief',
    attendees: everybody.filter(({ id }) => id !== amina.id).map(({ id }) => id)
  });
  expect(await as(sara, (tx) => todayFor(tx, sara))).toMatchObject([
    { title: 'Amina: Debrief due', href: `/supervision/sessions/new?with=${amina.id}` }
  ]);
});

test('an organisation may be stricter from a day on', async () => {
  const { assign, as, standing, sara, amina, cora } = await team();
  await assign(sara.id, amina.id);
  const stricter = {
    ...supervisionPolicyDefault,
    id: newId(),
    from: '2026-01-13',
    overdueUnits: 1,
    source: 'Our board',
    reason: 'New programme'
  };
  await as(cora, (tx) => setSupervisionPolicy(tx, stricter, cora));
  expect(await standing('2026-01-12')).toMatchObject({ debt: 1, overdue: false });
  expect(await standing(addDays('2026-01-12', 1))).toMatchObject({ debt: 1, overdue: true });
});

test('the note of a session opens for those who took part, leaves its trace, and for nobody else', async () => {
  const { as, person, assign, cora, sara, amina, session } = await team();
  const zola = await person('Zola', 'supporter');
  await assign(sara.id, amina.id);
  const id = newId();
  await session('2026-01-19', { id, note: 'How to end well.' });
  const note = (who: typeof sara) => as(who, (tx) => supervisionNoteOf(tx, id));
  expect([await note(sara), await note(amina)]).toEqual(['How to end well.', 'How to end well.']);
  expect([await note(cora), await note(zola)]).toEqual([null, null]);
  expect(await as(amina, (tx) => sessionVisibleTo(tx, id, amina))).toMatchObject({
    has_note: true,
    took_part: true,
    attendees: [{ name: 'Amina' }]
  });
  expect(await as(cora, (tx) => sessionVisibleTo(tx, id, cora))).toMatchObject({
    has_note: false,
    took_part: false
  });
  expect(await as(zola, (tx) => sessionVisibleTo(tx, id, zola))).toBeNull();
  const trace = await as(sara, (tx) =>
    tx.selectFrom('audit_entries').select('actor_id').where('action', '=', 'supervision-notes.read').execute()
  );
  expect(trace.map(({ actor_id }) => actor_id)).toContain(amina.id);
});

test('what was set about supervision is listed with who set it, what is still to come first', async () => {
  const { as, cora } = await team();
  const set = (from: string, overdueUnits: number) =>
    as(cora, (tx) =>
      setSupervisionPolicy(
        tx,
        { ...supervisionPolicyDefault, id: newId(), from, overdueUnits, source: 'Board', reason: 'Safer' },
        cora
      )
    );
  await set('2026-01-05', 3);
  await set('2026-02-01', 1);
  expect(await as(cora, (tx) => supervisionPolicies(tx, cora))).toMatchObject([
    { figures: { overdueUnits: 1 }, from: '2026-02-01', by: 'Cora' },
    { figures: { overdueUnits: 3 }, from: '2026-01-05', reason: 'Safer' }
  ]);
});
