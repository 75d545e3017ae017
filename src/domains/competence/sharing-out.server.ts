/** Who assesses whom of a group: asked ahead, so that it is on each assessor's list and device before the signal is gone. */
import { sql } from 'kysely';
import type { Locale } from '#languages';
import { m } from '#messages';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { sendMailLater } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { takeBack } from './assessment-withdrawal.server.ts';
import { openObservation } from './assessment.server.ts';
import type { Context } from './assessment.ts';
import type { SharingRefusal } from './sharing-out.ts';

/** What somebody is to be assessed on, and by whom; not all of them have handed in. */
export type Shared = {
  observation: string;
  person: string;
  version: number;
  scenario: string | null;
  context: Context;
  observedOn: Day;
  /** Somebody has ticked something: it stays with those who were asked. */
  begun: boolean;
  assessors: { assessment: string; id: string; name: string; done: boolean }[];
};

/** Of each of these people the newest that is still to be assessed on this rubric. */
export async function sharedOut(
  tx: Tx,
  { people, rubric }: { people: string[]; rubric: string },
  person: Person
): Promise<Map<string, Shared>> {
  if (people.length === 0) return new Map();
  const rows = await tx
    .selectFrom('observations')
    .innerJoin('assessments', 'assessments.observation_id', 'observations.id')
    .innerJoin('people as assessor', 'assessor.id', 'assessments.assessor_id')
    .leftJoin('assessment_withdrawals as withdrawal', 'withdrawal.assessment_id', 'assessments.id')
    .leftJoin('assessment_results as result', 'result.assessment_id', 'assessments.id')
    .where('observations.organisation_id', '=', person.organisation.id)
    .where('observations.person_id', 'in', people)
    .where('observations.rubric', '=', rubric)
    .where('withdrawal.assessment_id', 'is', null)
    .select(['observations.id', 'observations.person_id', 'rubric_version', 'scenario', 'context'])
    .select(['observed_on', 'assessments.id as assessment', 'assessments.assessor_id', 'assessor.name'])
    .select(['result.assessment_id as done', sql<boolean>`is_begun(assessments.id)`.as('begun')])
    .orderBy('observations.opened_at')
    .orderBy('assessments.asked_at')
    .orderBy('assessments.id')
    .execute();
  const open = [...Map.groupBy(rows, ({ id }) => id).values()].filter((asked) =>
    asked.some(({ done }) => done === null)
  );
  return new Map(
    open.map((asked) => {
      const { id, person_id, rubric_version, scenario, context, observed_on, begun } = asked[0]!;
      const assessors = asked.map(({ assessment, assessor_id, name, done }) => ({
        ...{ assessment, id: assessor_id, name },
        done: done !== null
      }));
      const seen = {
        context: context as Context,
        observedOn: observed_on,
        scenario,
        version: rubric_version
      };
      return [person_id, { observation: id, person: person_id, ...seen, begun, assessors }];
    })
  );
}

/** Nobody, one, or two who do not see each other, on a day of theirs; with the id of the observation it becomes. */
export type Share = { id: string; person: string; assessors: string[]; context: Context; observedOn: Day };
type Sharing = { rubric: string; shares: Share[] };

/**
 * From now on these assess these. What is so already stays; what nobody has begun is taken off one list and put on another, with
 * the role-play that was drawn. Whoever cannot be assessed so is named with why, and keeps nobody else from it. Assessors whose
 * list changed are told by one mail each. Sent again it changes nothing.
 */
export async function shareOut(
  tx: Tx,
  { rubric, shares }: Sharing,
  person: Person
): Promise<{ changed: number; refused: { person: string; refusal: SharingRefusal }[] }> {
  if (!can(person, 'assessments.share'))
    return { changed: 0, refused: shares.map((share) => ({ person: share.person, refusal: 'not-yours' })) };
  // Of two who share out at once, the second sees what the first one did.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`who assesses whom in ${person.organisation.id}`}, 0))`.execute(
    tx
  );
  const people = shares.map((share) => share.person);
  const before = await sharedOut(tx, { people, rubric }, person);
  const refused: { person: string; refusal: SharingRefusal }[] = [];
  const lists = { longer: new Map<string, number>(), shorter: new Map<string, number>() };
  let changed = 0;
  for (const share of shares) {
    const standing = before.get(share.person) ?? null;
    if (isSo(standing, share) || (await isOpened(tx, share.id))) continue;
    const refusal = await giveTo(tx, { share, standing, rubric }, person);
    if (refusal) {
      refused.push({ person: share.person, refusal });
      continue;
    }
    changed += 1;
    const had = standing?.assessors.map(({ id }) => id) ?? [];
    const moved = standing !== null && standing.observedOn !== share.observedOn;
    for (const id of share.assessors) if (moved || !had.includes(id)) count(lists.longer, id);
    for (const id of had) if (!share.assessors.includes(id)) count(lists.shorter, id);
  }
  await tell(tx, lists.longer, m.competence_mail_share_asked_body);
  await tell(tx, lists.shorter, m.competence_mail_share_given_on_body);
  return { changed, refused };
}

function isSo(standing: Shared | null, { assessors, context, observedOn }: Share): boolean {
  if (!standing || assessors.length === 0) return !standing && assessors.length === 0;
  const asked = standing.assessors.map(({ id }) => id);
  return (
    standing.context === context &&
    standing.observedOn === observedOn &&
    asked.length === assessors.length &&
    assessors.every((id) => asked.includes(id))
  );
}

async function isOpened(tx: Tx, observation: string): Promise<boolean> {
  const row = await tx
    .selectFrom('observations')
    .where('id', '=', observation)
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

async function giveTo(
  tx: Tx,
  { share, standing, rubric }: { share: Share; standing: Shared | null; rubric: string },
  person: Person
): Promise<SharingRefusal | null> {
  if (standing?.begun) return 'begun';
  if (new Set(share.assessors).size < share.assessors.length) return 'asked-twice';
  const { assessors, ...seen } = share;
  const [firstAssessor, secondAssessor] = assessors;
  if (firstAssessor) {
    const { version, scenario } = standing ?? {};
    const opened = await openObservation(
      tx,
      {
        ...{ ...seen, rubric, firstAssessor, secondAssessor },
        settled: standing?.context === seen.context ? { version: version!, scenario: scenario! } : undefined
      },
      person
    );
    if ('refusal' in opened) return opened.refusal;
    await audit(tx, {
      action: 'assessment.shared-out',
      subject: share.person,
      thing: { kind: 'assessment', id: opened.assessment }
    });
  }
  for (const { assessment } of standing?.assessors ?? [])
    await takeBack(tx, { assessment, cause: 'given-on', subject: share.person }, person);
  return null;
}

const count = (list: Map<string, number>, assessor: string) =>
  list.set(assessor, (list.get(assessor) ?? 0) + 1);

// The mail names nobody: whom somebody assesses is read after signing in.
async function tell(
  tx: Tx,
  list: Map<string, number>,
  body: typeof m.competence_mail_share_asked_body
): Promise<void> {
  if (list.size === 0) return;
  const people = await tx
    .selectFrom('people')
    .where('id', 'in', [...list.keys()])
    .select(['id', 'language'])
    .execute();
  const link = `${settings().origin}/competence/assess`;
  for (const { id, language } of people) {
    const locale = language as Locale;
    await sendMailLater(tx, {
      to: { person: id },
      subject: m.competence_mail_share_subject({}, { locale }),
      body: body({ count: list.get(id)!, link }, { locale })
    });
  }
}
