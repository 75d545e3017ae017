/** The records that the matrices ask for: somebody's own, another's, and what is no longer anybody's. */
import { readFileSync } from 'node:fs';
import { inject } from 'vitest';
import { cast } from '#assembly/story/cast.ts';
import { can, type Role } from '#platform/access/index.ts';
import type { Who } from '../authorisation.ts';
import { formsOf } from './forms.ts';
import { staff } from './people.ts';
import { pathOf } from './routes.ts';
import { beginSupport, type Caseload, type Setting } from './setting.ts';

export type Ids = Record<string, string>;
export type Records = {
  known: Caseload;
  other: Caseload;
  /** One record of each kind, by the name routes have for it. */
  ids: Ids;
  /** Of whom these are not: what a member of the cast must not act on. */
  notTheirs: [key: string, ids: Ids][];
  /** A plan that no clinician was shown. */
  unshown: string;
};

export const parametersOf = (id: string) =>
  [...id.matchAll(/\[(?:\.\.\.)?([^\]]+)\]/g)].map(([, name]) => name!);

export const withIds = (route: string, ids: Ids) =>
  pathOf(
    route,
    parametersOf(route).map((name) => ids[name] ?? 'none')
  );

const rolesOf = (key: string): Role[] =>
  key === 'seeker' ? ['seeker'] : (cast.find((actor) => actor.key === key)?.roles ?? []);

export function mayAct(who: Who, key: string): boolean {
  if (who === 'everyone') return true;
  if (key === 'visitor') return false;
  return who === 'signed-in' || who.some((permission) => can({ roles: rolesOf(key) }, permission));
}

/** A badge of the cast's supporter, made as they would make it: on the page of their certificate. */
async function badgeOf({ owner, member }: Setting): Promise<string> {
  const { id: holder } = await member('supporter');
  const { rows: certificates } = await owner.query(
    'select id from certificates where person_id = $1 and issued_by is not null order by id limit 1',
    [holder]
  );
  const page = `/competence/certificates/${certificates[0].id}/badge`;
  const supporter = await staff('supporter');
  const form = formsOf(await (await supporter.get(page)).text(), '').get('make')!;
  await supporter.post(`${page}?/make`, form);
  const { rows: badges } = await owner.query(
    'select id from badges where person_id = $1 order by id limit 1',
    [holder]
  );
  return badges[0].id;
}

/** Asks for the one id that a query finds. */
const asking =
  ({ owner }: Setting) =>
  async (query: string, ...values: unknown[]) =>
    (await owner.query(query, values)).rows[0]?.id as string;

/** The known seeker begins with the cast's supporter, another with the practitioner; one that ended is the supporter's, too. */
export async function recordsOf(setting: Setting): Promise<Records> {
  const one = asking(setting);
  const { pseudonym } = JSON.parse(readFileSync(`${inject('data')}/demo-seeker.json`, 'utf8'));
  const knownSeeker = await one('select id from people where name = $1', pseudonym);
  const known = await beginSupport(setting, 'supporter', knownSeeker);
  const newSeeker = await one(
    `select p.id from people p where kind = 'seeker' and name <> $1
     and not exists (select from relationships r where r.seeker_id = p.id) order by id limit 1`,
    pseudonym
  );
  const other = await beginSupport(setting, 'practitioner', newSeeker);
  const ids = await idsOf(setting, known);
  const unshown = await planUnshown(setting, known);
  const ended = await one(
    `select r.id from relationships r join relationship_endings e on e.relationship_id = r.id
     where r.supporter_id = (select id from people where name = $1) order by r.id limit 1`,
    cast.find(({ key }) => key === 'supporter')!.name
  );
  return {
    known,
    other,
    ids,
    unshown,
    notTheirs: [
      ['practitioner', { relationship: known.relationship, plan: ids.plan! }],
      ['supporter', { relationship: other.relationship, plan: unshown }],
      ['clinician', { relationship: known.relationship, plan: unshown }],
      ...(ended ? [['supporter', { relationship: ended, plan: unshown }] as [string, Ids]] : [])
    ]
  };
}

async function idsOf(setting: Setting, known: Caseload): Promise<Ids> {
  const one = asking(setting);
  // Ids sort by time: the story's own, whatever else was written since.
  const first = (table: string) => one(`select id from ${table} order by id limit 1`);
  const inCourse = (where: string) =>
    one('select content #>> $1 as id from course_versions order by course_id, number limit 1', where);
  return {
    organisation: 'green-valley',
    relationship: known.relationship,
    concern: await one(
      'select id from concerns where about_id = $1 order by raised_at desc limit 1',
      known.seeker
    ),
    person: (await setting.member('supporter')).id,
    certificate: await first('certificates'),
    assessment: await one('select assessment_id as id from assessment_results order by 1 limit 1'),
    rubric: 'core-helping-skills',
    grant: await first('grants'),
    entry: await first('ledger_entries'),
    workshop: await first('workshops'),
    room: await first('rooms'),
    course: await first('courses'),
    lesson: await inCourse('{lessons,0,id}'),
    quiz: await inCourse('{quizzes,0,id}'),
    question: await inCourse('{quizzes,0,questions,0,id}'),
    attempt: await first('quiz_attempts'),
    occasion: 'after',
    practice: await one('select id from practice_plans order by made_at limit 1'),
    piece: await first('calibration_pieces'),
    assessor: (await setting.member('assessor')).id,
    path: await first('learning_paths'),
    module: await first('learning_modules'),
    file: await first('course_media'),
    package: await first('course_packages'),
    visit: await first('package_visits'),
    place: await first('places'),
    import: await first('imports'),
    request: await one('select id from support_requests order by at desc limit 1'),
    plan: await one('select id from care_plans where seeker_id = $1', known.seeker),
    line: await first('budget_lines'),
    session: await first('supervision_sessions'),
    badge: await badgeOf(setting),
    format: 'json',
    as: 'csv',
    list: 'revocation-1',
    role: 'supporter',
    policy: 'support',
    figure: 'people'
  };
}

/** A plan that no clinician was shown, of somebody neither of the two supports. */
async function planUnshown(setting: Setting, known: Caseload): Promise<string> {
  const [supporter, practitioner] = [await setting.member('supporter'), await setting.member('practitioner')];
  return asking(setting)(
    `select p.id from care_plans p where p.seeker_id <> $1
     and not exists (select from plan_consents c where c.plan_id = p.id)
     and not exists (select from relationships r where r.seeker_id = p.seeker_id and r.supporter_id = any($2)) order by p.id limit 1`,
    known.seeker,
    [supporter.id, practitioner.id]
  );
}
