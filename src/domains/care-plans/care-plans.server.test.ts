import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordResponse, scoresOf } from '#domains/measures/index.server.ts';
import { eraseMyself } from '#domains/people/index.server.ts';
import {
  encountersVisibleTo,
  endRelationship,
  noteOf,
  openRelationship,
  recordEncounter
} from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { auditOf, firstBrokenLink } from '#platform/audit/index.server.ts';
import { addDays, dayIn, moveClock, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import {
  aboutMe,
  acknowledgeConsents,
  commentOn,
  consentsOf,
  facilitiesToInvite,
  listMyself,
  markPart,
  plansVisibleTo,
  readPlan,
  setCarePlanPolicy,
  sharePlan,
  unlistMyself,
  startPlan,
  todayFor,
  withdrawConsent,
  writePart,
  type Sharing
} from './index.server.ts';

const database = onDatabase();
const today = () => dayIn('UTC');

/** A health facility with two clinicians; tenants of their own, as in life. */
async function facility(name = 'Health centre'): Promise<Village & { karim: Person; leila: Person }> {
  const place = await village(database, name);
  await database.owner.query(
    `begin; alter table organisations no force row level security;
     update organisations set kind = 'facility' where id = '${place.organisation}';
     alter table organisations force row level security; commit`
  );
  const karim = await place.person('Dr Karim', 'clinician');
  const leila = await place.person('Dr Leila', 'clinician');
  for (const one of [karim, leila]) await place.as(one, (tx) => listMyself(tx, newId(), one));
  return { ...place, karim, leila };
}

/** Quiet Heron is supported by Amina, and they have written a plan; Juma supports somebody else. */
async function aPlan() {
  const ngo = await village(database);
  const { as } = ngo;
  const coordinator = await ngo.person(
    'Coordinator',
    'coordinator',
    'supervisor',
    'administrator',
    'safeguarding-lead'
  );
  const amina = await ngo.person('Amina', 'supporter');
  const juma = await ngo.person('Juma', 'supporter');
  const heron = await ngo.person('Quiet Heron', 'seeker');
  const relationship = newId();
  await as(coordinator, (tx) =>
    openRelationship(tx, { id: relationship, seeker: heron.id, supporter: amina.id }, coordinator)
  );
  const plan = (await as(heron, (tx) => startPlan(tx, { id: newId(), seeker: heron.id }, heron)))!;
  const goal = newId();
  await as(heron, (tx) =>
    writePart(tx, { id: goal, plan, kind: 'goal', text: 'Sleep through the night' }, heron)
  );
  return { ...ngo, coordinator, amina, juma, heron, relationship, plan, goal };
}

function sharing(facilityId: string, more: Partial<Sharing> = {}): Sharing {
  return {
    id: newId(),
    facility: facilityId,
    scope: 'plan-and-scores',
    purpose: 'My tablets',
    until: addDays(today(), 30),
    ...more
  };
}

describe('a plan', () => {
  test('is written together by the seeker and the supporter, and seen by nobody else of the organisation', async () => {
    const { as, amina, juma, coordinator, heron, plan, goal } = await aPlan();
    const step = {
      id: newId(),
      plan,
      kind: 'step',
      goal,
      text: 'Ring the clinic',
      doer: 'supporter',
      dueOn: today()
    } as const;
    expect(await as(amina, (tx) => writePart(tx, step, amina))).toBeNull();
    const seen = await as(heron, (tx) => readPlan(tx, plan, heron));
    expect(seen).toMatchObject({
      role: 'seeker',
      goals: [
        {
          text: 'Sleep through the night',
          steps: [{ text: 'Ring the clinic', doer: 'supporter', mark: 'open' }]
        }
      ]
    });
    for (const stranger of [juma, coordinator]) {
      expect(await as(stranger, (tx) => readPlan(tx, plan, stranger))).toBeUndefined();
      expect(await as(stranger, (tx) => tx.selectFrom('plan_part_versions').selectAll().execute())).toEqual(
        []
      );
      expect(
        await as(stranger, (tx) => startPlan(tx, { id: newId(), seeker: heron.id }, stranger))
      ).toBeNull();
    }
  });

  test('is closed to the supporter when the relationship ends', async () => {
    const { as, amina, relationship, plan, goal } = await aPlan();
    expect(await as(amina, (tx) => readPlan(tx, plan, amina))).toBeDefined();
    await as(amina, (tx) => endRelationship(tx, { relationship, reason: 'goals-met' }, amina));
    expect(await as(amina, (tx) => readPlan(tx, plan, amina))).toBeUndefined();
    expect(
      await as(amina, (tx) => markPart(tx, { id: newId(), plan, part: goal, mark: 'done' }, amina))
    ).toBe('not-your-plan');
  });

  test('keeps what was written before; of two who change the same words the second is told', async () => {
    const { as, amina, heron, plan, goal } = await aPlan();
    const change = (id: string, text: string) =>
      ({ id, plan, kind: 'goal', part: goal, basedOn: 1, text }) as const;
    const hers = change(newId(), 'Sleep six hours');
    expect(await as(amina, (tx) => writePart(tx, hers, amina))).toBeNull();
    expect(await as(amina, (tx) => writePart(tx, hers, amina)), 'sent twice, done once').toBeNull();
    expect(await as(heron, (tx) => writePart(tx, change(newId(), 'Dream again'), heron))).toBe(
      'changed-meanwhile'
    );
    expect((await as(heron, (tx) => readPlan(tx, plan, heron)))?.goals).toMatchObject([
      { text: 'Sleep six hours', version: 2 }
    ]);
    const kept = await as(heron, (tx) => aboutMe(tx, heron));
    expect(kept?.parts.map(({ text }) => text)).toEqual(['Sleep through the night', 'Sleep six hours']);
    await expect(as(heron, (tx) => tx.deleteFrom('plan_part_versions').execute())).rejects.toThrow(
      /permission denied/
    );
  });

  test('written by two at the same moment keeps one and tells the other', async () => {
    const { as, amina, heron, plan, goal } = await aPlan();
    const change = (text: string) =>
      ({ id: newId(), plan, kind: 'goal', part: goal, basedOn: 1, text }) as const;
    const outcomes = await Promise.all(
      [amina, heron].map((person) => as(person, (tx) => writePart(tx, change(person.name), person)))
    );
    expect(outcomes.toSorted()).toEqual(['changed-meanwhile', null]);
  });

  test('has one of each part of the safety plan, which grows stale', async () => {
    const { as, amina, heron, coordinator, plan } = await aPlan();
    const part = { id: newId(), plan, kind: 'warning-signs', text: 'I stop answering' } as const;
    moveClock(new Date(now().getTime() - 40 * 86_400_000));
    expect(await as(heron, (tx) => writePart(tx, part, heron))).toBeNull();
    expect(await as(amina, (tx) => writePart(tx, { ...part, id: newId() }, amina))).toBe('changed-meanwhile');
    moveClock();
    const safety = () => as(heron, (tx) => readPlan(tx, plan, heron));
    expect(await safety()).toMatchObject({
      stale: false,
      safety: { 'warning-signs': { text: 'I stop answering' } }
    });
    const policy = {
      id: newId(),
      effectiveOn: today(),
      safetyPlanStaleDays: 30,
      source: 'policy',
      reason: 'A monthly look'
    };
    await as(coordinator, (tx) => setCarePlanPolicy(tx, policy, coordinator));
    expect(await safety()).toMatchObject({ stale: true });
  });

  test('is in the person’s own copy, and unreadable once their record is erased', async () => {
    const { as, asSystem, amina, heron, plan } = await aPlan();
    const centre = await facility();
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    expect(await as(heron, (tx) => aboutMe(tx, heron))).toMatchObject({
      parts: [{ text: 'Sleep through the night' }],
      consents: [{ purpose: 'My tablets' }]
    });
    await as(heron, (tx) => eraseMyself(tx, heron));
    const keys = await asSystem((tx) =>
      tx.selectFrom('person_keys').select('wrapped').where('person_id', '=', heron.id).execute()
    );
    expect(keys, 'the only key that opens these words').toEqual([{ wrapped: null }]);
    expect(await as(amina, (tx) => readPlan(tx, plan, amina))).toBeUndefined();
    expect(await centre.as(centre.karim, (tx) => readPlan(tx, plan, centre.karim))).toBeUndefined();
  });
});

describe('a clinician of a health facility', () => {
  test('sees the plan and the scores they were let into, and no session, note or single answer', async () => {
    const { as, amina, heron, relationship, plan } = await aPlan();
    const note = { talkedAbout: 'his brother', helped: 'walking', nextStep: 'write to him' };
    const answers = [1, 1, 1, 1, 1, 1, 1, 1, 0];
    const encounter = newId();
    const session = {
      id: encounter,
      relationship,
      kind: 'individual' as const,
      startedAt: now(),
      minutes: 45,
      note
    };
    const responses = [{ id: newId(), instrument: 'phq-9' as const, answers }];
    await as(amina, (tx) => recordEncounter(tx, { ...session, responses }, amina));
    const centre = await facility();
    const { karim } = centre;
    expect(await centre.as(karim, (tx) => readPlan(tx, plan, karim))).toBeUndefined();

    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    await centre.as(karim, async (tx) => {
      expect(await readPlan(tx, plan, karim)).toMatchObject({
        role: 'clinician',
        pseudonym: 'Quiet Heron',
        goals: [{ text: 'Sleep through the night' }]
      });
      expect((await scoresOf(tx, heron.id)).map(({ total }) => total)).toEqual([8]);
      expect(await encountersVisibleTo(tx, { ...karim, organisation: heron.organisation }).execute()).toEqual(
        []
      );
      expect(await noteOf(tx, encounter)).toBeNull();
      for (const table of [
        'encounters',
        'encounter_notes',
        'response_answers',
        'relationships',
        'support_requests'
      ] as const)
        expect(await tx.selectFrom(table).selectAll().execute(), table).toEqual([]);
    });
  });

  test('sees no scores when only the plan was shared', async () => {
    const { as, heron, plan } = await aPlan();
    await as(heron, (tx) =>
      recordResponse(
        tx,
        { id: newId(), subject: heron.id, instrument: 'gad-7', answers: [1, 1, 1, 1, 1, 1, 1], at: now() },
        heron
      )
    );
    const centre = await facility();
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation, { scope: 'plan' }), heron));
    expect(await centre.as(centre.karim, (tx) => readPlan(tx, plan, centre.karim))).toBeDefined();
    expect(await centre.as(centre.karim, (tx) => scoresOf(tx, heron.id))).toEqual([]);
  });

  test('sees nothing on the next request after the seeker takes it back', async () => {
    const { as, heron, plan } = await aPlan();
    const centre = await facility();
    const consent = sharing(centre.organisation);
    await as(heron, (tx) => sharePlan(tx, consent, heron));
    expect(await centre.as(centre.karim, (tx) => readPlan(tx, plan, centre.karim))).toBeDefined();
    expect(await as(heron, (tx) => withdrawConsent(tx, consent.id, heron))).toBeNull();
    await centre.as(centre.karim, async (tx) => {
      expect(await readPlan(tx, plan, centre.karim)).toBeUndefined();
      expect(await tx.selectFrom('people').select('name').where('id', '=', heron.id).execute()).toEqual([]);
      expect(
        await tx.selectFrom('person_keys').select('person_id').where('person_id', '=', heron.id).execute()
      ).toEqual([]);
      expect(await tx.selectFrom('plan_consents').selectAll().execute()).toEqual([]);
      expect(await todayFor(tx, centre.karim)).toEqual([]);
    });
  });

  test('of another facility, or beside the one who was named, sees nothing; nor does who is no clinician there', async () => {
    const { as, heron, plan } = await aPlan();
    const centre = await facility();
    const other = await facility('Other centre');
    const clerk = await centre.person('Clerk', 'administrator', 'coordinator');
    await as(heron, (tx) =>
      sharePlan(tx, sharing(centre.organisation, { clinician: centre.karim.id }), heron)
    );
    expect(await centre.as(centre.karim, (tx) => readPlan(tx, plan, centre.karim))).toBeDefined();
    expect(await centre.as(centre.leila, (tx) => readPlan(tx, plan, centre.leila))).toBeUndefined();
    expect(await centre.as(clerk, (tx) => readPlan(tx, plan, clerk))).toBeUndefined();
    expect(await other.as(other.karim, (tx) => readPlan(tx, plan, other.karim))).toBeUndefined();
  });

  test('learns nothing of an invitation taken back from one that came after it', async () => {
    const { as, heron, plan } = await aPlan();
    const centre = await facility();
    const { karim } = centre;
    const first = sharing(centre.organisation, { purpose: 'What I would rather not have said' });
    await as(heron, (tx) => sharePlan(tx, first, heron));
    await as(heron, (tx) => withdrawConsent(tx, first.id, heron));
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation, { scope: 'plan' }), heron));
    const record = { id: plan, seeker: heron.id, keptBy: heron.organisation.id, zone: 'UTC' };
    expect(await centre.as(karim, (tx) => consentsOf(tx, record, karim))).toMatchObject([
      { scope: 'plan', purpose: 'My tablets' }
    ]);
    expect(await centre.as(karim, (tx) => todayFor(tx, karim))).toHaveLength(1);
  });

  test('recommends, marks a step, says that they saw the invitation, and writes nothing else', async () => {
    const { as, amina, heron, plan, goal } = await aPlan();
    const centre = await facility();
    const { karim } = centre;
    const step = newId();
    await as(amina, (tx) =>
      writePart(tx, { id: step, plan, kind: 'step', text: 'Blood test', doer: 'clinician' }, amina)
    );
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    await centre.as(karim, async (tx) => {
      expect(await todayFor(tx, karim)).toMatchObject([{ href: `/care-plans/${plan}` }]);
      expect(await acknowledgeConsents(tx, plan, karim)).toBeNull();
      expect(await todayFor(tx, karim)).toEqual([]);
      expect(await commentOn(tx, { id: newId(), plan, text: 'Walk before bed' }, karim)).toBeNull();
      expect(await markPart(tx, { id: newId(), plan, part: step, mark: 'done' }, karim)).toBeNull();
      expect(await markPart(tx, { id: newId(), plan, part: goal, mark: 'done' }, karim)).toBe(
        'not-your-plan'
      );
      const rewrite = { id: newId(), plan, kind: 'goal', part: goal, basedOn: 1, text: 'Mine' } as const;
      expect(await writePart(tx, rewrite, karim)).toBe('not-your-plan');
    });
    for (const reader of [heron, amina]) {
      expect(await as(reader, (tx) => readPlan(tx, plan, reader))).toMatchObject({
        steps: [{ mark: 'done' }],
        comments: [
          { kind: 'recommendation', text: 'Walk before bed', byRole: 'clinician', byName: 'Dr Karim' }
        ]
      });
    }
    const zone = 'UTC';
    const consents = await as(heron, (tx) =>
      consentsOf(tx, { id: plan, seeker: heron.id, keptBy: heron.organisation.id, zone }, heron)
    );
    expect(consents).toMatchObject([
      { state: 'open', purpose: 'My tablets', seenAt: expect.any(Date), seenByMe: false }
    ]);
  });

  test('is held to that by the database too', async () => {
    const { as, heron, plan, goal } = await aPlan();
    const centre = await facility();
    const { karim } = centre;
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    const row = {
      organisation_id: heron.organisation.id,
      id: newId(),
      seeker_id: heron.id,
      at: now(),
      by: karim.id
    };
    const clinician = 'clinician' as const;
    const goalMark = centre.as(karim, (tx) =>
      tx
        .insertInto('plan_marks')
        .values({ ...row, part_id: goal, mark: 'done', by_role: clinician })
        .execute()
    );
    await expect(goalMark).rejects.toThrow(/row-level security/);
    const version = centre.as(karim, (tx) =>
      tx
        .insertInto('plan_part_versions')
        .values({ ...row, part_id: goal, version: 2, sealed: Buffer.from('x'), by_role: 'supporter' })
        .execute()
    );
    await expect(version).rejects.toThrow(/row-level security/);
    const asSupporter = centre.as(karim, (tx) =>
      tx
        .insertInto('plan_comments')
        .values({ ...row, plan_id: plan, kind: 'comment', sealed: Buffer.from('x'), by_role: 'supporter' })
        .execute()
    );
    await expect(asSupporter).rejects.toThrow(/row-level security/);
    const answers = {
      id: newId(),
      subject: heron.id,
      instrument: 'gad-7' as const,
      answers: [1, 1, 1, 1, 1, 1, 1],
      at: now()
    };
    await expect(centre.as(karim, (tx) => recordResponse(tx, answers, karim))).rejects.toThrow(
      /row-level security/
    );
  });

  test('leaves a trace where the seeker looks, in the chain of whoever keeps the plan', async () => {
    const { as, asSystem, heron, plan, organisation } = await aPlan();
    await as(heron, (tx) =>
      recordResponse(
        tx,
        { id: newId(), subject: heron.id, instrument: 'gad-7', answers: [1, 1, 1, 1, 1, 1, 1], at: now() },
        heron
      )
    );
    const centre = await facility();
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    await centre.as(centre.karim, async (tx) => {
      await readPlan(tx, plan, centre.karim);
      await scoresOf(tx, heron.id);
    });
    const looks = await as(heron, (tx) => auditOf(tx, heron.id).execute());
    const theirs = looks.filter(({ actor_id }) => actor_id === centre.karim.id);
    expect(theirs.map(({ action, actor_name }) => [action, actor_name]).toSorted()).toEqual([
      ['care-plan.read', 'Dr Karim'],
      ['scores.read', 'Dr Karim']
    ]);
    expect(await asSystem((tx) => firstBrokenLink(tx, organisation))).toBeNull();
  });

  test('cannot enter anything about anybody who did not let them in, nor in another’s name', async () => {
    const { as, heron, amina, organisation } = await aPlan();
    const centre = await facility();
    const entry = (subject: string, actor: string) =>
      centre.as(centre.karim, (tx) =>
        tx
          .insertInto('audit_entries')
          .values({
            organisation_id: organisation,
            id: newId(),
            at: now(),
            actor_id: actor,
            subject_id: subject,
            action: 'care-plan.read'
          })
          .execute()
      );
    await expect(entry(heron.id, centre.karim.id)).rejects.toThrow(/row-level security/);
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    await entry(heron.id, centre.karim.id);
    await expect(entry(heron.id, amina.id)).rejects.toThrow(/row-level security/);
    await expect(entry(amina.id, centre.karim.id)).rejects.toThrow(/row-level security/);
  });

  test('reads nothing when the looking cannot be entered', async () => {
    const { as, heron, plan } = await aPlan();
    const centre = await facility();
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    await database.owner.query('alter policy audit_write_consented on audit_entries with check (false)');
    try {
      await expect(centre.as(centre.karim, (tx) => readPlan(tx, plan, centre.karim))).rejects.toThrow(
        /row-level security/
      );
    } finally {
      await database.owner.query(
        'alter policy audit_write_consented on audit_entries with check (actor_id = current_person() and subject_id is not null and consented_to_me(subject_id, organisation_id))'
      );
    }
  });
});

describe('letting somebody in', () => {
  test('is for the seeker alone, to a clinician of a health facility, for a year at most', async () => {
    const { as, amina, heron, organisation } = await aPlan();
    const centre = await facility();
    const refusalOf = (consent: Sharing) => as(heron, (tx) => sharePlan(tx, consent, heron));
    expect(await refusalOf(sharing(organisation))).toBe('not-a-facility');
    expect(await refusalOf(sharing(centre.organisation, { clinician: amina.id }))).toBe('not-a-facility');
    expect(await refusalOf(sharing(centre.organisation, { until: addDays(today(), 366) }))).toBe(
      'until-not-possible'
    );
    expect(await refusalOf(sharing(centre.organisation, { until: addDays(today(), -1) }))).toBe(
      'until-not-possible'
    );
    const consent = sharing(centre.organisation);
    expect(await as(amina, (tx) => sharePlan(tx, consent, amina))).toBe('nothing-to-share');
    expect(await as(amina, (tx) => facilitiesToInvite(tx)), 'a directory for seekers').toEqual([]);
    expect(await refusalOf(consent)).toBeNull();
    expect(await refusalOf(consent), 'sent twice, done once').toBeNull();
    expect(await as(amina, (tx) => withdrawConsent(tx, consent.id, amina))).toBe('not-your-plan');
  });

  test('names a clinician only while they agree to it, and else their facility', async () => {
    const { as, heron, amina } = await aPlan();
    const centre = await facility('Lake Health Centre');
    const { karim, leila } = centre;
    const named = async () =>
      (await as(heron, (tx) => facilitiesToInvite(tx))).find(({ id }) => id === centre.organisation)
        ?.clinicians;
    expect(await named()).toEqual([
      { id: karim.id, name: 'Dr Karim' },
      { id: leila.id, name: 'Dr Leila' }
    ]);
    for (const one of [karim, leila]) await centre.as(one, (tx) => unlistMyself(tx, one));
    expect(await named(), 'the facility, and nobody of it').toEqual([]);
    const byName = sharing(centre.organisation, { clinician: karim.id });
    expect(await as(heron, (tx) => sharePlan(tx, byName, heron))).toBe('not-a-facility');
    expect(await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron))).toBeNull();

    await centre.as(karim, (tx) => listMyself(tx, newId(), karim));
    expect(await named()).toEqual([{ id: karim.id, name: 'Dr Karim' }]);
    expect(await as(amina, (tx) => tx.selectFrom('clinician_listings').select('id').execute())).toEqual([]);
    await expect(
      centre.as(leila, (tx) =>
        tx
          .insertInto('clinician_listings')
          .values({ organisation_id: centre.organisation, id: newId(), clinician_id: karim.id, at: now() })
          .execute()
      ),
      'nobody lists a colleague'
    ).rejects.toThrow(/row-level security/);
  });

  test('holds on its last day and no longer, by the clock of the program', async () => {
    const { as, heron, plan } = await aPlan();
    const centre = await facility();
    const sees = () => centre.as(centre.karim, (tx) => plansVisibleTo(tx, centre.karim).execute());
    await as(heron, (tx) => sharePlan(tx, sharing(centre.organisation), heron));
    expect(await sees()).toMatchObject([{ id: plan }]);
    moveClock(new Date(now().getTime() + 30 * 86_400_000));
    expect(await sees(), 'the last day').toHaveLength(1);
    moveClock(new Date(now().getTime() + 86_400_000));
    expect(await sees()).toEqual([]);
    moveClock();
  });

  test('opens the plan exactly while one consent is open: begun, not over, not taken back, for this reader', async () => {
    const { as, person } = await aPlan();
    const centre = await facility();
    const other = await facility('Other centre');
    const consent = fc.record({
      begins: fc.integer({ min: -20, max: 0 }),
      lasts: fc.integer({ min: 0, max: 25 }),
      to: fc.constantFrom('karim', 'leila', 'centre', 'elsewhere'),
      takenBack: fc.boolean()
    });
    await fc.assert(
      fc.asyncProperty(fc.array(consent, { maxLength: 4 }), async (given) => {
        const seeker = await person('Some seeker', 'seeker');
        const plan = (await as(seeker, (tx) => startPlan(tx, { id: newId(), seeker: seeker.id }, seeker)))!;
        const realNow = new Date();
        for (const { begins, lasts, to, takenBack } of given) {
          moveClock(new Date(realNow.getTime() + begins * 86_400_000));
          const sharingIt = sharing(to === 'elsewhere' ? other.organisation : centre.organisation, {
            clinician: to === 'karim' ? centre.karim.id : to === 'leila' ? centre.leila.id : null,
            until: addDays(today(), lasts)
          });
          expect(await as(seeker, (tx) => sharePlan(tx, sharingIt, seeker))).toBeNull();
          if (takenBack) await as(seeker, (tx) => withdrawConsent(tx, sharingIt.id, seeker));
        }
        moveClock();
        const opens = given.some(
          ({ begins, lasts, to, takenBack }) =>
            begins + lasts >= 0 && !takenBack && (to === 'karim' || to === 'centre')
        );
        const seen = await centre.as(centre.karim, (tx) =>
          plansVisibleTo(tx, centre.karim).where('care_plans.id', '=', plan).execute()
        );
        expect(seen.length).toBe(opens ? 1 : 0);
      }),
      { numRuns: 40 }
    );
  });
});
