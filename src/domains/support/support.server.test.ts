import { describe, expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { auditOf } from '#platform/audit/index.server.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { someProfile, someWishes } from '#platform/testing/support.ts';
import { languagesOf } from '#domains/people/index.server.ts';
import { answersOf, scoresOf } from '#domains/measures/index.server.ts';
import {
  barriersOf,
  blockSupporter,
  caseloadOf,
  contactHours,
  encountersVisibleTo,
  endRelationship,
  fidelityOf,
  liftPause,
  noteOf,
  openPausesOf,
  pausesOf,
  openRelationship,
  openRelationshipsVisibleTo,
  pauseSupporter,
  recordEncounter,
  relationshipsVisibleTo,
  requestsVisibleTo,
  saveSupporterProfile,
  setSupportPolicy,
  waitingRequestsVisibleTo,
  withdrawRequest,
  writeRequest,
  type NewEncounter
} from './index.server.ts';

const database = onDatabase();

const wishes = someWishes({ wants: 'coordinator' });
const profile = someProfile({ introduction: 'I lost my brother and found words for it.' });

async function people() {
  const place = await village(database);
  const coordinator = await place.person('Coordinator', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  const juma = await place.person('Juma', 'supporter');
  const baobab = await place.person('Quiet Baobab', 'seeker');
  const relationship = await together(place, coordinator, amina, baobab);
  return { ...place, coordinator, amina, juma, baobab, relationship };
}

async function together(
  { as }: Village,
  coordinator: Person,
  supporter: Person,
  seeker: Person
): Promise<string> {
  const id = newId();
  await as(coordinator, (tx) =>
    openRelationship(tx, { id, seeker: seeker.id, supporter: supporter.id }, coordinator)
  );
  return id;
}

function session(relationship: string, more: Partial<NewEncounter> = {}): NewEncounter {
  const note = { talkedAbout: 'her brother', helped: 'walking', nextStep: 'write him a letter' };
  return { id: newId(), relationship, kind: 'individual', startedAt: now(), minutes: 45, note, ...more };
}

describe('a supporter', () => {
  test('sees the pseudonym, sessions and scores of their own people, and nobody else’s', async () => {
    const { as, amina, juma, baobab, relationship } = await people();
    const answers = [1, 1, 1, 1, 1, 1, 1, 1, 0];
    const encounter = session(relationship, { responses: [{ id: newId(), instrument: 'phq-9', answers }] });
    expect(await as(amina, (tx) => recordEncounter(tx, encounter, amina))).toBeNull();

    const looking = (person: Person) =>
      as(person, async (tx) => ({
        people: (await openRelationshipsVisibleTo(tx, person).execute()).map(({ pseudonym }) => pseudonym),
        sessions: (await encountersVisibleTo(tx, person).execute()).length,
        scores: (await scoresOf(tx, baobab.id)).map(({ total }) => total),
        note: (await noteOf(tx, encounter.id))?.helped ?? null,
        name: (await tx.selectFrom('people').select('name').where('id', '=', baobab.id).execute()).length
      }));
    expect(await looking(amina)).toEqual({
      people: ['Quiet Baobab'],
      sessions: 1,
      scores: [8],
      note: 'walking',
      name: 1
    });
    expect(await looking(juma)).toEqual({ people: [], sessions: 0, scores: [], note: null, name: 0 });
  });

  test('sees nothing of somebody once the relationship has ended, but the hours still count', async () => {
    const { as, amina, baobab, relationship } = await people();
    const response = newId();
    const answers = [1, 1, 1, 1, 1, 1, 1, 1, 0];
    const encounter = session(relationship, { responses: [{ id: response, instrument: 'phq-9', answers }] });
    await as(amina, (tx) => recordEncounter(tx, encounter, amina));
    expect(
      await as(amina, (tx) => endRelationship(tx, { relationship, reason: 'goals-met' }, amina))
    ).toBeNull();

    await as(amina, async (tx) => {
      expect(await relationshipsVisibleTo(tx, amina).execute()).toEqual([]);
      expect(await encountersVisibleTo(tx, amina).execute()).toEqual([]);
      expect(await noteOf(tx, encounter.id)).toBeNull();
      expect(await tx.selectFrom('people').select('name').where('id', '=', baobab.id).execute()).toEqual([]);
      expect(await scoresOf(tx, baobab.id)).toEqual([]);
      expect(await answersOf(tx, response)).toBeNull();
      expect(await caseloadOf(tx, [amina.id])).toEqual(
        new Map([[amina.id, { open: 0, contactHoursThisWeek: 0.75, weeklyHoursMax: 20, caseloadMax: 5 }]])
      );
    });
    expect(await as(amina, (tx) => recordEncounter(tx, session(relationship), amina))).toBe(
      'not-your-relationship'
    );
  });

  test('cannot open a relationship, nor record a session in somebody else’s name', async () => {
    const { as, amina, juma, baobab, relationship, organisation } = await people();
    await expect(
      as(amina, (tx) => openRelationship(tx, { id: newId(), seeker: baobab.id, supporter: amina.id }, amina))
    ).rejects.toThrow(/row-level security/);
    const forged = as(amina, (tx) =>
      tx
        .insertInto('encounters')
        .values({
          organisation_id: organisation,
          id: newId(),
          relationship_id: relationship,
          seeker_id: baobab.id,
          supporter_id: juma.id,
          kind: 'call',
          started_at: now(),
          minutes: 5,
          recorded_at: now(),
          recorded_by: amina.id
        })
        .execute()
    );
    await expect(forged).rejects.toThrow(/row-level security/);
  });

  test('is not told who blocked them, and cannot lift their own suspension', async () => {
    const { as, amina, baobab, coordinator } = await people();
    await as(baobab, (tx) => blockSupporter(tx, amina.id, baobab));
    expect(await as(amina, (tx) => barriersOf(tx, baobab.id))).toEqual([]);
    expect(await as(coordinator, (tx) => barriersOf(tx, baobab.id))).toEqual([
      { supporter: amina.id, barrier: 'blocked' }
    ]);

    await as(coordinator, (tx) =>
      pauseSupporter(tx, { supporter: amina.id, kind: 'suspension', reason: 'complaint' }, coordinator)
    );
    expect(await as(amina, (tx) => liftPause(tx, { supporter: amina.id, kind: 'suspension' }, amina))).toBe(
      false
    );
    expect(await as(amina, (tx) => openPausesOf(tx, [amina.id]))).toEqual([
      { supporter_id: amina.id, kind: 'suspension' }
    ]);
    expect(
      await as(coordinator, (tx) => liftPause(tx, { supporter: amina.id, kind: 'suspension' }, coordinator))
    ).toBe(true);
  });
});

test('a suspension keeps who began and who lifted it, and why', async () => {
  const { as, amina, coordinator } = await people();
  const suspension = { supporter: amina.id, kind: 'suspension' as const };
  await as(coordinator, (tx) => pauseSupporter(tx, { ...suspension, reason: 'A complaint' }, coordinator));
  await as(coordinator, (tx) => liftPause(tx, { ...suspension, reason: 'It was mistaken' }, coordinator));
  expect(await as(amina, (tx) => pausesOf(tx, amina.id))).toMatchObject([
    { kind: 'suspension', reason: 'A complaint', lifted_because: 'It was mistaken', by: coordinator.name }
  ]);
});

test('a coordinator closes a request with a reason, and whoever asked can read it', async () => {
  const { as, baobab, coordinator } = await people();
  const id = newId();
  await as(baobab, (tx) =>
    writeRequest(tx, { id, seeker: baobab.id, limitsAcceptedAt: now(), wishes }, baobab.organisation.id)
  );
  await as(coordinator, (tx) => withdrawRequest(tx, id, coordinator, 'Found help with her church'));
  const looks = await as(baobab, (tx) => auditOf(tx, baobab.id).execute());
  expect(looks.find(({ action }) => action === 'support-request.withdrawn')).toMatchObject({
    reason: 'Found help with her church',
    actor_name: coordinator.name
  });
});

describe('another organisation', () => {
  test('sees no request, relationship, session or note', async () => {
    const { as, amina, baobab, relationship } = await people();
    const encounter = session(relationship);
    await as(amina, (tx) => recordEncounter(tx, encounter, amina));
    await as(baobab, (tx) =>
      writeRequest(
        tx,
        { id: newId(), seeker: baobab.id, limitsAcceptedAt: now(), wishes },
        baobab.organisation.id
      )
    );

    const elsewhere = await village(database, 'Elsewhere');
    const theirs = await elsewhere.person(
      'Their coordinator',
      'coordinator',
      'supporter',
      'safeguarding-lead'
    );
    await elsewhere.as(theirs, async (tx) => {
      for (const table of [
        'support_requests',
        'relationships',
        'encounters',
        'encounter_notes',
        'fidelity_checks',
        'supporter_profiles'
      ] as const) {
        expect(await tx.selectFrom(table).selectAll().execute()).toEqual([]);
      }
    });
  });
});

describe('a session', () => {
  test('is recorded once however often it is sent', async () => {
    const { as, amina, relationship } = await people();
    const encounter = session(relationship, {
      fidelity: { template: 'listening', checks: { welcomed: true, listened: true, 'safety-asked': false } }
    });
    for (let times = 0; times < 2; times++)
      expect(await as(amina, (tx) => recordEncounter(tx, encounter, amina))).toBeNull();
    const kept = await as(amina, (tx) => encountersVisibleTo(tx, amina).execute());
    expect(kept).toMatchObject([{ id: encounter.id, has_note: true }]);
    expect(await as(amina, (tx) => fidelityOf(tx, [encounter.id]))).toEqual(new Map([[encounter.id, 67]]));
  });

  test('is put right by a new row, once, and only the new one counts', async () => {
    const { as, amina, relationship } = await people();
    const wrong = session(relationship, { minutes: 450 });
    const right = session(relationship, { minutes: 45, corrects: wrong.id });
    await as(amina, (tx) => recordEncounter(tx, wrong, amina));
    expect(await as(amina, (tx) => recordEncounter(tx, right, amina))).toBeNull();
    expect(
      await as(amina, (tx) => recordEncounter(tx, session(relationship, { corrects: wrong.id }), amina))
    ).toBe('already-corrected');
    const kept = await as(amina, (tx) => encountersVisibleTo(tx, amina).execute());
    expect(kept).toMatchObject([{ id: right.id, corrects: wrong.id }]);
    const dayAgo = new Date(now().getTime() - 86_400_000);
    expect(
      await as(amina, (tx) => contactHours(tx, amina.id, dayAgo, new Date(now().getTime() + 1000)))
    ).toBe(0.75);
  });

  test('is not recorded when its questionnaire cannot be scored, and not before it happened', async () => {
    const { as, amina, relationship } = await people();
    const badly = session(relationship, { responses: [{ id: newId(), instrument: 'gad-7', answers: [9] }] });
    expect(await as(amina, (tx) => recordEncounter(tx, badly, amina))).toBe('answers-incomplete');
    const tomorrow = session(relationship, { startedAt: new Date(now().getTime() + 86_400_000) });
    expect(await as(amina, (tx) => recordEncounter(tx, tomorrow, amina))).toBe('in-the-future');
    expect(await as(amina, (tx) => encountersVisibleTo(tx, amina).execute())).toEqual([]);
  });

  test('with a group counts once in the supporter’s hours', async () => {
    const place = await people();
    const { as, amina, coordinator, person } = place;
    const acacia = await person('Calm Acacia', 'seeker');
    const other = await together(place, coordinator, amina, acacia);
    const startedAt = now();
    for (const relationship of [place.relationship, other]) {
      await as(amina, (tx) =>
        recordEncounter(tx, session(relationship, { kind: 'group', startedAt, minutes: 90 }), amina)
      );
    }
    expect(
      await as(amina, (tx) => contactHours(tx, amina.id, startedAt, new Date(startedAt.getTime() + 1)))
    ).toBe(1.5);
  });

  test('whose note is read leaves a trace the seeker sees; the coordinator cannot read it', async () => {
    const { as, amina, coordinator, baobab, relationship } = await people();
    const encounter = session(relationship);
    await as(amina, (tx) => recordEncounter(tx, encounter, amina));
    expect(await as(coordinator, (tx) => encountersVisibleTo(tx, coordinator).execute())).toMatchObject([
      { id: encounter.id }
    ]);
    expect(await as(coordinator, (tx) => noteOf(tx, encounter.id))).toBeNull();
    await as(amina, (tx) => noteOf(tx, encounter.id));
    const seen = await as(baobab, (tx) => auditOf(tx, baobab.id).execute());
    expect(seen).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'encounter-notes.read', actor_name: 'Amina' })
      ])
    );
  });

  test('can never be changed or taken away', async () => {
    const { as, amina, relationship } = await people();
    const encounter = session(relationship);
    await as(amina, (tx) => recordEncounter(tx, encounter, amina));
    for (const statement of [
      'update encounters set minutes = 1',
      'delete from encounter_notes',
      'delete from relationships'
    ]) {
      await expect(database.owner.query(statement)).rejects.toThrow(/append-only/);
    }
  });
});

describe('a seeker', () => {
  test('ends with "not again", in words only they and their key can open', async () => {
    const { as, baobab, amina, coordinator, relationship } = await people();
    const ending = {
      relationship,
      reason: 'another-supporter' as const,
      feedback: 'I did not feel heard',
      notAgain: true
    };
    expect(await as(baobab, (tx) => endRelationship(tx, ending, baobab))).toBeNull();
    expect(await as(baobab, (tx) => endRelationship(tx, ending, baobab))).toBe('already-ended');
    expect(await as(coordinator, (tx) => barriersOf(tx, baobab.id))).toEqual([
      { supporter: amina.id, barrier: 'ended-not-again' }
    ]);
    expect(await as(amina, (tx) => tx.selectFrom('relationship_endings').selectAll().execute())).toEqual([]);
    const { rows } = await database.owner.query(
      'select feedback from relationship_endings where relationship_id = $1',
      [relationship]
    );
    expect(rows[0].feedback.toString('utf8')).not.toContain('heard');
  });

  test('asks once, sees only their own request, and may take it back', async () => {
    const { as, baobab, amina, coordinator, person } = await people();
    const acacia = await person('Calm Acacia', 'seeker');
    const id = newId();
    for (let times = 0; times < 2; times++) {
      await as(baobab, (tx) =>
        writeRequest(tx, { id, seeker: baobab.id, limitsAcceptedAt: now(), wishes }, baobab.organisation.id)
      );
    }
    const seenBy = (somebody: Person) =>
      as(somebody, (tx) => waitingRequestsVisibleTo(tx, somebody).execute());
    expect(await seenBy(coordinator)).toMatchObject([{ id, pseudonym: 'Quiet Baobab', languages: ['sw'] }]);
    expect(await seenBy(baobab)).toHaveLength(1);
    expect(await seenBy(acacia)).toEqual([]);
    expect(await seenBy(amina)).toEqual([]);
    await as(acacia, (tx) => withdrawRequest(tx, id, acacia));
    expect(await seenBy(baobab)).toHaveLength(1);
    await as(baobab, (tx) => withdrawRequest(tx, id, baobab));
    expect(await seenBy(coordinator)).toEqual([]);
    expect(await as(coordinator, (tx) => requestsVisibleTo(tx, coordinator).execute())).toHaveLength(1);
  });
});

test('one request leads to one person, also when two coordinators open at once', async () => {
  const { as, baobab, amina, juma, coordinator } = await people();
  const request = newId();
  await as(baobab, (tx) =>
    writeRequest(
      tx,
      { id: request, seeker: baobab.id, limitsAcceptedAt: now(), wishes },
      baobab.organisation.id
    )
  );
  const open = (supporter: Person) =>
    as(coordinator, (tx) =>
      openRelationship(tx, { id: newId(), seeker: baobab.id, supporter: supporter.id, request }, coordinator)
    );
  expect((await Promise.all([open(amina), open(juma)])).toSorted()).toEqual(
    [null, 'request-taken'].toSorted()
  );
});

test('what a supporter offers is theirs to say, and the languages they talk in go to their own record', async () => {
  const { as, amina, juma } = await people();
  await as(amina, (tx) => saveSupporterProfile(tx, amina.id, { ...profile, languages: ['sw', 'en'] }, amina));
  expect(await as(amina, (tx) => languagesOf(tx, [amina.id]))).toEqual(new Map([[amina.id, ['sw', 'en']]]));
  await expect(as(juma, (tx) => saveSupporterProfile(tx, amina.id, profile, juma))).rejects.toThrow(
    /row-level security/
  );
});

test('a caseload policy holds from its day on, and a supporter’s own limit stays within it', async () => {
  const { as, amina, coordinator } = await people();
  const caseload = () => as(amina, async (tx) => (await caseloadOf(tx, [amina.id])).get(amina.id));
  await as(amina, (tx) =>
    saveSupporterProfile(tx, amina.id, { ...profile, placesMax: 4, weeklyHoursMax: 30 }, amina)
  );
  expect(await caseload()).toMatchObject({ open: 1, caseloadMax: 4, weeklyHoursMax: 20 });
  moveClock(new Date('2027-03-01T12:00:00Z'));
  const policy = {
    id: newId(),
    effectiveOn: '2027-04-01',
    peerCaseloadMax: 3,
    layWorkerCaseloadMax: 15,
    weeklyHoursMax: 12,
    source: 'policy',
    reason: 'rest'
  };
  await as(coordinator, (tx) => setSupportPolicy(tx, policy, coordinator));
  expect(await caseload()).toMatchObject({ caseloadMax: 4, weeklyHoursMax: 20 });
  moveClock(new Date('2027-04-01T12:00:00Z'));
  expect(await caseload()).toMatchObject({ caseloadMax: 3, weeklyHoursMax: 12 });
});
