/** The rule a certificate is issued by: the organisation's own, or the default. */
import { now, type Day } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { CertificateRole, CertificateRule } from './certificate.ts';
import { defaultRule } from './certificate-rule.ts';
import type { DevelopmentRule } from './development.ts';
import { policyOn } from './policy.server.ts';

export type RuleInForce = CertificateRule & {
  /** The organisation's own row; null while the default holds. */
  own: { source: string; reason: string; effectiveOn: Day } | null;
};

/** The rule in force for a role on a day. */
export async function ruleOn(tx: Tx, role: CertificateRole, today: Day): Promise<RuleInForce> {
  const row = await rulesSet(tx, role).where('effective_on', '<=', today).limit(1).executeTakeFirst();
  if (!row) return { ...defaultRule(role, await policyOn(tx, today)), own: null };
  return {
    hoursMin: Number(row.hours_min),
    hourKinds: row.hour_kinds,
    practiceHoursMin: Number(row.practice_hours_min),
    rubric: row.rubric,
    requiredItems: row.required_items,
    requiredLevelMin: row.required_level_min,
    reassessMonths: row.reassess_months,
    test: row.test,
    testMark: row.test_mark === null ? null : Number(row.test_mark),
    backgroundCheck: row.background_check,
    months: row.certificate_months,
    development: {
      hoursMin: Number(row.development_hours_min),
      courseHours: Number(row.development_course_hours),
      caps: row.development_caps as DevelopmentRule['caps']
    },
    own: { source: row.source, reason: row.reason, effectiveOn: row.effective_on }
  };
}

/** Every rule the organisation ever set for a role, the newest first; some are not in force yet. */
export function rulesSet(tx: Tx, role: CertificateRole) {
  return tx
    .selectFrom('certificate_rules')
    .innerJoin('people', 'people.id', 'certificate_rules.set_by')
    .where('role', '=', role)
    .selectAll('certificate_rules')
    .select('people.name as set_by_name')
    .orderBy('effective_on', 'desc')
    .orderBy('set_at', 'desc');
}

export type NewRule = {
  id: string;
  role: CertificateRole;
  rule: CertificateRule;
  effectiveOn: Day;
  source: string;
  reason: string;
};

/** Sets a rule from a day on; certificates issued under the older one stand. */
export async function setRule(
  tx: Tx,
  { id, role, rule, effectiveOn, source, reason }: NewRule,
  person: Person
): Promise<void> {
  const set = await tx
    .insertInto('certificate_rules')
    .values({
      organisation_id: person.organisation.id,
      id,
      role,
      effective_on: effectiveOn,
      hours_min: String(rule.hoursMin),
      hour_kinds: rule.hourKinds,
      practice_hours_min: String(rule.practiceHoursMin),
      rubric: rule.rubric,
      required_items: rule.requiredItems,
      required_level_min: rule.requiredLevelMin,
      reassess_months: rule.reassessMonths,
      test: rule.test,
      test_mark: rule.testMark === null ? null : String(rule.testMark),
      background_check: rule.backgroundCheck,
      certificate_months: rule.months,
      development_hours_min: String(rule.development.hoursMin),
      development_course_hours: String(rule.development.courseHours),
      development_caps: JSON.stringify(rule.development.caps),
      source,
      reason,
      set_by: person.id,
      set_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!set) return;
  await audit(tx, { action: 'certificate-rule.set', thing: { kind: 'certificate-rule', id }, reason });
}
