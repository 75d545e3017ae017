/**
 * What would open most places at the gate: the gate is asked about every supporter, and each place that waits for one
 * single thing is counted for that thing.
 */
import { m } from '#messages';
import type { CertificateRefusal } from '#domains/competence/index.ts';
import type { Day } from '#platform/clock/index.ts';
import { capacityRefusals, standingRefusals, type Refusal, type StandingRefusal } from './refusals.ts';
import { refusalsToMatch, refusalsToTakeAnyone, type GateSeeker, type GateSupporter } from './gate.ts';
import type { GatePolicy } from './policy.ts';

/** What somebody can do about a refusal. */
const remedies = [
  'skills',
  'hours',
  'test',
  'child-safeguarding',
  'assessment',
  'certificate',
  'practice',
  'development',
  'supervision',
  'supervisor',
  'background-check',
  'language'
] as const;
export type Remedy = (typeof remedies)[number];

// What a workshop, a course or an assessor gives.
const trainingRemedies: readonly Remedy[] = ['skills', 'hours', 'test', 'child-safeguarding', 'assessment'];

export const remedyWords = {
  skills: m.matching_remedy_skills,
  hours: m.matching_remedy_hours,
  test: m.matching_remedy_test,
  'child-safeguarding': m.matching_remedy_child_safeguarding,
  assessment: m.matching_remedy_assessment,
  certificate: m.matching_remedy_certificate,
  practice: m.matching_remedy_practice,
  development: m.matching_remedy_development,
  supervision: m.matching_remedy_supervision,
  supervisor: m.matching_remedy_supervisor,
  'background-check': m.matching_remedy_background_check,
  language: m.matching_remedy_language
} satisfies Record<Remedy, () => string>;

/** Nobody schedules it: somebody looks into something, and decides. */
type Decision = 'decision';

const standingRemedies: Record<StandingRefusal, Remedy | Decision> = {
  'no-certificate': 'certificate',
  'certificate-expired': 'certificate',
  'certificate-suspended': 'decision',
  'harmful-behaviour': 'skills',
  'required-item-low': 'skills',
  'assessment-too-old': 'assessment',
  'background-check-missing': 'background-check',
  'no-supervisor': 'supervisor',
  'supervision-overdue': 'supervision',
  suspended: 'decision',
  'open-incident': 'decision'
};

const certificateRemedies: Record<CertificateRefusal, Remedy | Decision | null> = {
  // Somebody else issues it.
  'own-certificate': null,
  'no-assessment': 'assessment',
  'assessment-waits': 'assessment',
  'assessment-old': 'assessment',
  'level-one': 'skills',
  'required-under-three': 'skills',
  'hours-missing': 'hours',
  'practice-missing': 'practice',
  'test-missing': 'test',
  'background-check-missing': 'background-check',
  'development-missing': 'development',
  'incident-open': 'decision',
  suspended: 'decision'
};

/** A supporter, and what stands against a certificate for them today; nothing does where they hold one. */
export type Case = { supporter: GateSupporter; againstCertificate: CertificateRefusal[] };

/** Everything that has to be done before the gate lets this supporter take anybody on; null when it waits for a decision. */
export function remediesFor(
  { supporter, againstCertificate }: Case,
  policy: GatePolicy,
  today: Day
): Remedy[] | null {
  const refusals = refusalsToTakeAnyone(supporter, policy, today).filter(isStanding);
  return needed(refusals, againstCertificate);
}

const isStanding = (refusal: Refusal): refusal is StandingRefusal =>
  standingRefusals.some((known) => known === refusal);

function needed(refusals: StandingRefusal[], againstCertificate: CertificateRefusal[]): Remedy[] | null {
  const all = new Set(refusals.map((refusal) => standingRemedies[refusal]));
  if (all.has('certificate') && againstCertificate.length > 0) {
    const before = againstCertificate.flatMap((refusal) => certificateRemedies[refusal] ?? []);
    for (const remedy of before) all.add(remedy);
    // Once those are done it can be issued: that is no thing of its own.
    if (before.length > 0) all.delete('certificate');
  }
  // Who learns a skill again is assessed again.
  if (all.has('skills')) all.delete('assessment');
  if (all.has('decision')) return null;
  return remedies.filter((remedy) => all.has(remedy));
}

export type Waiting = { supporter: string; places: number; needs: Remedy[] };
export type Openings = {
  /** Places that are open now. */
  open: { supporter: string; places: number }[];
  /** What waits for one thing, the thing that opens most first. */
  single: { remedy: Remedy; places: number; waiting: Waiting[] }[];
  /** What waits for more than one. */
  several: Waiting[];
  /** Supporters of whom somebody else has to decide something first. */
  undecided: string[];
  /** Supporters who have no room now, whatever is mended. */
  full: string[];
};

/** Everybody's places at the gate today, each counted once. */
export function openingsOf(cases: Case[], policy: GatePolicy, today: Day): Openings {
  const openings: Openings = { open: [], single: [], several: [], undecided: [], full: [] };
  const single = new Map<Remedy, Waiting[]>();
  for (const one of cases) {
    const { id, caseload } = one.supporter;
    const places = caseload.caseloadMax - caseload.open;
    const needs = remediesFor(one, policy, today);
    if (hasNoRoom(one.supporter, policy, today)) openings.full.push(id);
    else if (needs === null) openings.undecided.push(id);
    else if (needs.length === 0) openings.open.push({ supporter: id, places });
    else if (needs.length > 1) openings.several.push({ supporter: id, places, needs });
    else single.set(needs[0]!, [...(single.get(needs[0]!) ?? []), { supporter: id, places, needs }]);
  }
  openings.single = [...single]
    .map(([remedy, waiting]) => ({ remedy, places: placesIn(waiting), waiting }))
    .toSorted((a, b) => b.places - a.places || remedies.indexOf(a.remedy) - remedies.indexOf(b.remedy));
  return openings;
}

/** Of all that places wait for alone, the training with most of them behind it; null when training opens none. */
export const trainingThatOpensMost = ({ single }: Openings) =>
  single.find(({ remedy, places }) => trainingRemedies.includes(remedy) && places > 0) ?? null;

export const placesIn = (list: { places: number }[]): number =>
  list.reduce((sum, { places }) => sum + places, 0);

function hasNoRoom(supporter: GateSupporter, policy: GatePolicy, today: Day): boolean {
  return refusalsToTakeAnyone(supporter, policy, today).some((refusal) =>
    capacityRefusals.some((known) => known === refusal)
  );
}

/** A thing for want of which nobody may take on people who wait; for a language, which ones they speak. */
export type Unmet = { remedy: Remedy; languages: string[]; requests: number; supporters: string[] };

/** For everybody who waits and whom nobody may take on today: the single things that would open the gate for them. */
export function unmetBy(cases: Case[], seekers: GateSeeker[], policy: GatePolicy, today: Day): Unmet[] {
  const unmet = new Map<string, Unmet>();
  for (const seeker of seekers) {
    const against = cases.map((one) => ({ one, needs: needsFor(one, seeker, policy, today) }));
    if (against.some(({ needs }) => needs?.length === 0)) continue;
    const found = new Set<string>();
    for (const { one, needs } of against) {
      if (needs?.length !== 1) continue;
      const remedy = needs[0]!;
      const languages = remedy === 'language' ? seeker.languages.toSorted() : [];
      const key = [remedy, ...languages].join(' ');
      const entry = unmet.get(key) ?? { remedy, languages, requests: 0, supporters: [] };
      unmet.set(key, entry);
      if (!entry.supporters.includes(one.supporter.id)) entry.supporters.push(one.supporter.id);
      if (!found.has(key)) entry.requests += 1;
      found.add(key);
    }
  }
  return [...unmet.values()].toSorted(
    (a, b) => b.requests - a.requests || remedies.indexOf(a.remedy) - remedies.indexOf(b.remedy)
  );
}

/** Null when something stands between these two that nobody can mend. */
function needsFor(
  { supporter, againstCertificate }: Case,
  seeker: GateSeeker,
  policy: GatePolicy,
  today: Day
): Remedy[] | null {
  const refusals = refusalsToMatch(supporter, seeker, policy, today);
  const standing = needed(refusals.filter(isStanding), againstCertificate);
  if (standing === null) return null;
  const pair = refusals
    .filter((refusal) => !isStanding(refusal))
    .map((refusal) => pairRemedies[refusal] ?? null);
  return pair.includes(null) ? null : [...standing, ...(pair as Remedy[])];
}

const pairRemedies: Partial<Record<Refusal, Remedy>> = {
  'no-shared-language': 'language',
  'minor-unprepared': 'child-safeguarding'
};
