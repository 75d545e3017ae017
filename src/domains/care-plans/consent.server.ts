/** Letting a health facility's clinicians see a plan, and taking that back. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { dayIn, now, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { reveal, seal } from '#platform/encryption/index.server.ts';
import { record } from '#platform/events/index.server.ts';
import { refusalToShare, stateOf, type ConsentRefusal, type ConsentState, type Scope } from './consent.ts';
import type { PlanRefusal } from './plan.ts';
import { about, visiblePlan, type PlanRow } from './plan.server.ts';

/** A health facility, and those of its clinicians who agreed to be chosen by name. */
export type Facility = { id: string; name: string; clinicians: { id: string; name: string }[] };

/** The health facilities whose clinicians a seeker may invite. */
export async function facilitiesToInvite(tx: Tx): Promise<Facility[]> {
  const { rows } = await sql<{
    facility_id: string;
    facility: string;
    clinician_id: string | null;
    clinician: string;
  }>`
    select * from clinicians_to_invite()`.execute(tx);
  return [...Map.groupBy(rows, ({ facility_id }) => facility_id)].map(([id, clinicians]) => ({
    id,
    name: clinicians[0]!.facility,
    clinicians: clinicians.flatMap(({ clinician_id, clinician }) =>
      clinician_id ? [{ id: clinician_id, name: clinician }] : []
    )
  }));
}

export type Sharing = {
  id: string;
  facility: string;
  /** One of its clinicians; any of them when missing. */
  clinician?: string | null;
  scope: Scope;
  purpose: string;
  until: Day;
};

/** The seeker lets a facility see their plan. Null when done, also when asked twice. */
export async function sharePlan(tx: Tx, sharing: Sharing, person: Person): Promise<ConsentRefusal | null> {
  const plan = await ownPlan(tx, person);
  if (!plan) return 'nothing-to-share';
  const refusal = refusalToShare(sharing.until, dayIn(person.organisation.timeZone));
  if (refusal) return refusal;
  if (!(await mayInvite(tx, sharing))) return 'not-a-facility';
  const { id, facility, scope } = sharing;
  const given = await tx
    .insertInto('plan_consents')
    .values({
      organisation_id: plan.keptBy,
      id,
      plan_id: plan.id,
      seeker_id: person.id,
      facility_id: facility,
      clinician_id: sharing.clinician ?? null,
      scope,
      purpose: await seal(tx, person.id, sharing.purpose.trim(), purposePlace(id)),
      at: now(),
      until_on: sharing.until
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!given) return null;
  await audit(tx, about(plan, 'care-plan.shared'));
  await record(tx, 'care-plans.shared', { plan: plan.id, seeker: person.id, consent: id, facility, scope });
  return null;
}

/** The seeker takes a consent back; the clinician's next request finds nothing. */
export async function withdrawConsent(tx: Tx, consent: string, person: Person): Promise<PlanRefusal | null> {
  const plan = await ownPlan(tx, person);
  const given =
    plan && (await consentRows(tx, plan).where('plan_consents.id', '=', consent).executeTakeFirst());
  if (!given) return 'not-your-plan';
  const withdrawn = await tx
    .insertInto('plan_consent_withdrawals')
    .values({ organisation_id: plan.keptBy, consent_id: consent, seeker_id: person.id, at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('consent_id')
    .executeTakeFirst();
  if (!withdrawn) return null;
  await audit(tx, about(plan, 'care-plan.consent-withdrawn'));
  await record(tx, 'care-plans.consent-withdrawn', { plan: plan.id, seeker: person.id, consent });
  return null;
}

/** When somebody has their record erased, nobody stays let in. */
export async function withdrawAll(tx: Tx, erased: { person: string }[]): Promise<void> {
  const open = await tx
    .selectFrom('plan_consents')
    .select(['organisation_id', 'id', 'seeker_id'])
    .where(
      'seeker_id',
      'in',
      erased.map(({ person }) => person)
    )
    .execute();
  if (open.length === 0) return;
  const rows = open.map(({ id, ...consent }) => ({ ...consent, consent_id: id, at: now() }));
  await tx
    .insertInto('plan_consent_withdrawals')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The clinician says that they have seen the invitation; the seeker sees that they did. */
export async function acknowledgeConsents(
  tx: Tx,
  planId: string,
  person: Person
): Promise<PlanRefusal | null> {
  const plan = await visiblePlan(tx, planId, person);
  if (!plan || plan.ours) return 'not-your-plan';
  const consents = await consentRows(tx, plan).execute();
  await tx
    .insertInto('plan_consent_acknowledgements')
    .values(
      consents.map(({ id }) => ({
        organisation_id: plan.keptBy,
        consent_id: id,
        seeker_id: plan.seeker,
        at: now(),
        by: person.id
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, about(plan, 'care-plan.acknowledged'));
  return null;
}

export type Consent = {
  id: string;
  facility: string;
  /** Null: any of its clinicians. */
  clinician: string | null;
  scope: Scope;
  purpose: string | null;
  at: Date;
  until: Day;
  withdrawnAt: Date | null;
  state: ConsentState;
  /** When somebody there first said that they have seen it. */
  seenAt: Date | null;
  /** Whether the reader did. */
  seenByMe: boolean;
};

/** Who was let into a plan, the newest first. A clinician sees the consents given to them that are open. */
export async function consentsOf(
  tx: Tx,
  plan: PlanRow & { zone: string },
  person: Person
): Promise<Consent[]> {
  const rows = await consentRows(tx, plan)
    .innerJoin('organisations', 'organisations.id', 'plan_consents.facility_id')
    .leftJoin('people', 'people.id', 'plan_consents.clinician_id')
    .leftJoin('plan_consent_withdrawals as withdrawal', 'withdrawal.consent_id', 'plan_consents.id')
    .leftJoin('plan_consent_acknowledgements as seen', 'seen.consent_id', 'plan_consents.id')
    .groupBy([
      'plan_consents.organisation_id',
      'plan_consents.id',
      'organisations.name',
      'people.name',
      'withdrawal.at'
    ])
    .select([
      'organisations.name as facility',
      'people.name as clinician',
      'withdrawal.at as withdrawnAt',
      sql<Date | null>`min(seen.at)`.as('seenAt'),
      sql<boolean>`coalesce(bool_or(seen.by = ${person.id}), false)`.as('seenByMe')
    ])
    .orderBy('plan_consents.at', 'desc')
    .execute();
  const purposes = await reveal(
    tx,
    plan.seeker,
    rows.map(({ id, purpose }) => ({ text: purpose, place: purposePlace(id) })),
    undefined,
    {
      keptBy: plan.keptBy,
      as: { action: 'care-plan-consents.read', thing: { kind: 'care_plans', id: plan.id } }
    }
  );
  const today = dayIn(plan.zone);
  return rows.map(({ scope, ...row }, index) => ({
    ...row,
    scope: scope as Scope,
    purpose: purposes[index] ?? null,
    state: stateOf(row, today)
  }));
}

const purposePlace = (row: string) => ({ column: 'plan_consents.purpose', row }) as const;

/** The consents to a plan that the speaker may see, without who they are for. */
function consentRows(tx: Tx, plan: PlanRow) {
  return tx
    .selectFrom('plan_consents')
    .where('plan_consents.organisation_id', '=', plan.keptBy)
    .where('plan_consents.plan_id', '=', plan.id)
    .select([
      'plan_consents.id',
      'plan_consents.scope',
      'plan_consents.purpose',
      'plan_consents.at',
      'plan_consents.until_on as until'
    ]);
}

async function mayInvite(tx: Tx, { facility, clinician }: Sharing): Promise<boolean> {
  const known = (await facilitiesToInvite(tx)).find(({ id }) => id === facility);
  return known !== undefined && (!clinician || known.clinicians.some(({ id }) => id === clinician));
}

async function ownPlan(tx: Tx, person: Person): Promise<PlanRow | undefined> {
  const own = await tx
    .selectFrom('care_plans')
    .select(['id', 'seeker_id as seeker', 'organisation_id as keptBy'])
    .where('seeker_id', '=', person.id)
    .where('organisation_id', '=', person.organisation.id)
    .executeTakeFirst();
  return own;
}
