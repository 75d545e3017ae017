/** Gathers what the gate knows. The transaction must speak for the organisation; see organisation-view. */
import { standingOf as competenceOf } from '#domains/competence/index.server.ts';
import { backgroundCheckOn, profilesOf } from '#domains/people/index.server.ts';
import type { Profile } from '#domains/people/index.ts';
import { openIncident } from '#domains/safeguarding/index.server.ts';
import { standingOf as supervisionOf } from '#domains/supervision/index.server.ts';
import { barriersOf, caseloadOf, openPausesOf } from '#domains/support/index.server.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { GateSeeker, GateSupporter, Tie } from './gate.ts';

/** What a supporter shows, besides what the gate asks. */
export type Supporter = GateSupporter & {
  name: string;
  introduction: string;
  topics: string[];
  settings: string[];
};

/** Everybody who gives support now and has said what they offer; or those of these ids. */
export async function supportersNow(tx: Tx, today: Day, only?: string[]): Promise<Supporter[]> {
  const profiles = await supporterProfiles(tx, only);
  const ids = profiles.map(({ supporter_id }) => supporter_id);
  if (ids.length === 0) return [];
  const people = await profilesOf(tx, ids);
  const checks = await backgroundCheckOn(tx, ids, today);
  const competence = await competenceOf(tx, ids);
  const supervision = await supervisionOf(tx, ids, today);
  const incidents = await openIncident(tx, ids);
  const pauses = await openPausesOf(tx, ids);
  const caseloads = await caseloadOf(tx, ids);
  const paused = (id: string, kind: string) =>
    pauses.some((pause) => pause.supporter_id === id && pause.kind === kind);

  return profiles.map((profile) => {
    const id = profile.supporter_id;
    const standing = competence.get(id);
    return {
      id,
      name: profile.name,
      introduction: profile.introduction,
      topics: profile.topics,
      settings: profile.settings,
      gender: profile.gender,
      ageBand: profile.age_band,
      acceptsMinors: profile.accepts_minors,
      languages: people.get(id)?.languages ?? [],
      certificate: standing?.certificate ?? null,
      latestAssessment: standing?.latestAssessment ?? null,
      childSafeguarding: standing?.childSafeguarding ?? false,
      backgroundChecked: checks.get(id)?.stands ?? false,
      supervision: {
        supervisor: supervision.get(id)?.supervisor ?? null,
        overdue: supervision.get(id)?.overdue ?? false
      },
      suspended: paused(id, 'suspension'),
      openIncident: incidents.has(id) || paused(id, 'incident'),
      paused: paused(id, 'own-wish'),
      caseload: caseloads.get(id)!
    };
  });
}

export type Request = {
  id: string;
  seeker_id: string;
  languages: string[];
  minor: boolean;
  preferred_gender: string | null;
  preferred_age_band: string | null;
};

/** The seeker behind a request, with everything that stands between them and single supporters. */
export async function seekerOf(tx: Tx, request: Request, supporters: string[]): Promise<GateSeeker> {
  const barriers = await barriersOf(tx, request.seeker_id);
  const profiles = await profilesOf(tx, [request.seeker_id, ...supporters]);
  const own = profiles.get(request.seeker_id);
  const declared = barriers.flatMap(({ supporter, barrier }) =>
    barrier === 'blocked' ? [] : [{ supporter, tie: barrier }]
  );
  const known = supporters.flatMap((supporter) =>
    tiesBetween(own, profiles.get(supporter)).map((tie) => ({ supporter, tie }))
  );
  return {
    id: request.seeker_id,
    languages: request.languages,
    minor: request.minor,
    preferredGender: request.preferred_gender,
    preferredAgeBand: request.preferred_age_band,
    blocked: barriers.filter(({ barrier }) => barrier === 'blocked').map(({ supporter }) => supporter),
    ties: [...declared, ...known]
  };
}

/** A request by its id, or somebody's newest; for those who speak for the organisation. */
export function newestRequest(tx: Tx, known: { request: string } | { seeker: string }) {
  const query = tx
    .selectFrom('support_requests')
    .select([
      'id',
      'seeker_id',
      'languages',
      'topics',
      'setting',
      'minor',
      'preferred_gender',
      'preferred_age_band'
    ])
    .orderBy('at', 'desc')
    .limit(1);
  return (
    'request' in known ? query.where('id', '=', known.request) : query.where('seeker_id', '=', known.seeker)
  ).executeTakeFirst();
}

function tiesBetween(seeker: Profile | undefined, supporter: Profile | undefined): Tie[] {
  if (!seeker || !supporter) return [];
  const same = (a: string | null, b: string | null) => a !== null && a === b;
  return [
    ...(same(seeker.householdCode, supporter.householdCode) ? ['same-household' as const] : []),
    ...(same(seeker.workplace, supporter.workplace) ? ['same-workplace' as const] : []),
    ...(seeker.lineManager === supporter.person || supporter.lineManager === seeker.person
      ? ['line-management' as const]
      : [])
  ];
}

function supporterProfiles(tx: Tx, only?: string[]) {
  return tx
    .selectFrom('supporter_profiles')
    .innerJoin('people', 'people.id', 'supporter_profiles.supporter_id')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('memberships')
          .select('memberships.id')
          .whereRef('memberships.person_id', '=', 'supporter_profiles.supporter_id')
          .whereRef('memberships.organisation_id', '=', 'supporter_profiles.organisation_id')
          .where('memberships.role', 'in', ['supporter', 'practitioner'])
          .where('memberships.until', 'is', null)
      )
    )
    .$if(only !== undefined, (query) => query.where('supporter_id', 'in', only!))
    .select([
      'supporter_id',
      'people.name',
      'introduction',
      'topics',
      'settings',
      'gender',
      'age_band',
      'accepts_minors'
    ])
    .orderBy('supporter_id')
    .execute();
}
