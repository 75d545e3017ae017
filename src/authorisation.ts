/**
 * Every route, who may open it and who may act there. The hook refuses a route without a row, and a test walks
 * the whole matrix: forgetting one is a closed door, not an open one.
 */
import { can, type Permission, type Person } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';

export type Who = 'everyone' | 'signed-in' | readonly Permission[];
/** `read` is GET and HEAD, `act` everything else; without `act` nothing can be done there. */
export type Row = { read: Who; act?: Who };

export const authorisation: Record<string, Row> = {
  // The front door
  '/(public)': { read: 'everyone' },
  '/(public)/o/[organisation]': { read: 'everyone' },
  '/(public)/sign-in': { read: 'everyone', act: 'everyone' },
  '/(public)/away': { read: 'everyone' },
  '/(public)/preferences': { read: 'everyone', act: 'everyone' },
  '/(dev)/gallery': { read: 'everyone' },

  // Everybody's own
  '/(app)/today': { read: 'signed-in' },
  // Also for who is signed in and holds no role any more.
  '/(app)/sign-out': { read: 'signed-in', act: 'everyone' },

  // The field kit: an empty page; what it holds comes from, and goes to, the two doors beneath it, which ask for
  // themselves who is there: a device of somebody who has left may still hand in what they wrote.
  '/field': { read: 'everyone' },
  '/field/pack': { read: 'everyone', act: 'everyone' },
  '/field/commands': { read: 'everyone', act: 'everyone' },
  '/(app)/field-work': { read: ['field-work.settle'], act: ['field-work.settle'] },

  // identity and people
  '/(public)/sign-in/second-factor': { read: 'everyone', act: 'everyone' },
  '/(public)/come-back': { read: 'everyone', act: 'everyone' },
  '/(public)/come-back/recover': { read: 'everyone', act: 'everyone' },
  '/(public)/reset': { read: 'everyone', act: 'everyone' },
  '/(public)/reset/[token]': { read: 'everyone', act: 'everyone' },
  '/(public)/invitation/[token]': { read: 'everyone', act: 'everyone' },
  // The steps of a passkey; which of them need a session is decided there.
  '/account/auth/[...path]': { read: 'everyone', act: 'everyone' },
  '/account/confirm': { read: 'signed-in', act: 'signed-in' },
  '/account/organisation': { read: 'signed-in', act: 'signed-in' },
  '/(app)/account': { read: 'signed-in', act: 'signed-in' },
  '/(app)/account/password': { read: 'signed-in', act: 'signed-in' },
  '/(app)/account/second-factor': { read: 'signed-in', act: 'signed-in' },
  '/(app)/account/passkeys': { read: 'signed-in', act: 'signed-in' },
  '/(app)/account/sessions': { read: 'signed-in', act: 'signed-in' },
  '/(app)/account/looked': { read: 'signed-in' },
  '/(app)/account/copy': { read: 'signed-in' },
  '/(seeker)/my/account': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/account/passkeys': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/account/sessions': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/account/looked': { read: ['support.seek'] },
  '/(seeker)/my/account/copy': { read: ['support.seek'] },
  '/(seeker)/my/account/erase': { read: ['support.seek'], act: ['support.seek'] },
  '/(app)/people': { read: ['people.see'] },
  '/(app)/people/people.[as]': { read: ['people.see'] },
  '/(app)/people/invite': { read: ['people.invite'], act: ['people.invite'] },
  '/(public)/o/[organisation]/become-a-supporter': { read: 'everyone', act: 'everyone' },
  '/(app)/people/applications': { read: ['people.invite'], act: ['people.invite'] },
  '/(app)/people/contacts': {
    read: ['contacts.unseal', 'contacts.agree'],
    act: ['contacts.unseal', 'contacts.agree']
  },
  '/(app)/people/[person]': { read: ['people.see'], act: ['people.invite', 'contacts.unseal'] },
  '/(app)/admin/outbox': { read: ['outbox.read'] },
  '/(app)/policies': { read: ['policies.see'] },
  '/(app)/policies/[policy]': { read: ['policies.see'], act: ['policies.set'] },
  // places and imports
  '/(app)/places': { read: ['places.see'] },
  '/(app)/places/export': { read: ['places.see'] },
  '/(app)/places/[place]': { read: ['places.see'] },
  '/(app)/import': { read: ['data.import'], act: ['data.import'] },
  '/(app)/import/[import]': { read: ['data.import'], act: ['data.import'] },
  '/(app)/import/[import]/columns': { read: ['data.import'], act: ['data.import'] },
  '/(app)/import/[import]/preview': { read: ['data.import'], act: ['data.import'] },
  '/(app)/import/[import]/problems': { read: ['data.import'] },
  '/(app)/import/[import]/mend': { read: ['data.import'] },
  // measures and competence
  '/(app)/competence': { read: ['assessments.see'] },
  '/(app)/competence/people.[as]': { read: ['assessments.see'] },
  '/(app)/competence/people/[person]': { read: 'signed-in' },
  '/(app)/competence/mine': { read: 'signed-in' },
  '/(app)/competence/rubrics': { read: 'signed-in' },
  '/(app)/competence/rubrics/[rubric]': { read: 'signed-in' },
  '/(app)/competence/assess': { read: ['assessments.record'], act: ['assessments.record'] },
  '/(app)/competence/assessments/[assessment]': { read: 'signed-in', act: ['assessments.record'] },
  '/(app)/competence/assessments/[assessment]/form': { read: 'signed-in', act: ['assessments.record'] },
  '/(app)/competence/assessments/[assessment]/withdraw': { read: 'signed-in', act: ['assessments.record'] },
  '/(app)/competence/certificates/[certificate]': {
    read: 'signed-in',
    act: ['certificates.suspend', 'certificates.lift']
  },
  '/(app)/competence/certificates/[certificate]/pdf': { read: 'signed-in' },
  '/(app)/competence/certificates/[certificate]/badge': { read: 'signed-in', act: 'signed-in' },
  '/(app)/competence/badges/[badge]/[format]': { read: 'signed-in' },
  '/(app)/competence/people/[person]/badges': { read: 'signed-in', act: 'signed-in' },
  '/(app)/competence/policy': { read: ['assessments.see'], act: ['rubrics.manage'] },
  '/(app)/competence/people/[person]/certify': { read: ['certificates.issue'], act: ['certificates.issue'] },
  '/(app)/competence/certificates/[certificate]/appeal': { read: 'signed-in', act: 'signed-in' },
  '/(app)/competence/rules': { read: ['assessments.see'], act: ['rubrics.manage'] },
  '/(app)/competence/agreement': { read: ['assessments.see'] },
  '/(app)/competence/certificates': { read: ['assessments.see'] },
  '/(app)/competence/certificates/[certificate]/chain': { read: 'signed-in' },
  '/(app)/competence/development': { read: 'signed-in', act: 'signed-in' },
  '/(app)/competence/development/log.[as]': { read: 'signed-in' },
  '/(app)/competence/development/confirm': { read: ['supervision.oversee'], act: ['supervision.oversee'] },
  '/(app)/competence/overview': { read: ['certificates.oversee'] },
  '/(app)/competence/overview/people': { read: ['certificates.oversee'] },
  '/(app)/competence/overview/export.[as]': { read: ['certificates.oversee'] },
  '/(app)/competence/agreement/[assessor]': { read: ['assessments.see'] },
  '/(app)/competence/calibration': { read: ['assessments.see', 'rubrics.manage'] },
  '/(app)/competence/calibration/add': { read: ['rubrics.manage'], act: ['rubrics.manage'] },
  '/(app)/competence/calibration/[piece]': {
    read: ['assessments.see', 'rubrics.manage'],
    act: ['assessments.record']
  },
  '/(app)/competence/calibration/[piece]/withdraw': { read: ['rubrics.manage'], act: ['rubrics.manage'] },
  '/(app)/competence/calibration/[piece]/recording': { read: ['assessments.see', 'rubrics.manage'] },
  '/(app)/competence/people/[person]/plan': { read: ['assessments.record'], act: ['assessments.record'] },
  '/(app)/competence/practice/[practice]': { read: 'signed-in', act: 'signed-in' },
  '/(app)/competence/cohort': { read: ['assessments.see'] },
  '/(app)/competence/certificates.[as]': { read: ['assessments.see'] },
  '/(app)/competence/cohort.[as]': { read: ['assessments.see'] },
  '/(app)/competence/assess/[workshop]/share': { read: ['assessments.share'], act: ['assessments.share'] },
  '/(app)/competence/assess/[workshop]': { read: ['assessments.record'], act: ['assessments.record'] },
  '/(app)/competence/rubrics/[rubric]/sheet.[as]': { read: ['rubrics.manage'] },
  '/(app)/competence/scenarios': { read: ['assessments.see'], act: ['assessments.record'] },
  '/(public)/verify/[code]': { read: 'everyone' },
  '/(public)/verify': { read: 'everyone', act: 'everyone' },
  // For wallets and other checkers, anywhere.
  '/(public)/badges/[organisation]/did.json': { read: 'everyone' },
  '/(public)/badges/[organisation]/status/[list]': { read: 'everyone' },
  '/(public)/badges/[organisation]/[role]': { read: 'everyone' },
  '/(public)/badges/[organisation]/[role]/picture.png': { read: 'everyone' },
  '/(public)/badges/[organisation]/[role]/picture.svg': { read: 'everyone' },

  // funding
  '/(app)/funding': { read: ['grants.see'] },
  '/(app)/funding/grants.[as]': { read: ['grants.see'] },
  '/(app)/funding/grants/new': { read: ['grants.record'], act: ['grants.record'] },
  '/(app)/funding/grants/[grant]': { read: ['grants.see'], act: ['grants.record'] },
  '/(app)/funding/grants/[grant]/entries.[as]': { read: ['grants.see'] },
  '/(app)/funding/grants/[grant]/received': { read: ['grants.see'], act: ['grants.record'] },
  '/(app)/funding/lines/[line]': { read: ['grants.see'], act: ['grants.record'] },
  '/(app)/funding/grants/[grant]/amend': { read: ['grants.record'], act: ['grants.record'] },
  '/(app)/funding/policy': { read: ['payments.approve'], act: ['organisation.manage'] },
  '/(app)/funding/entries/[entry]': { read: ['grants.see'], act: ['payments.approve'] },

  // training
  '/(app)/training': { read: ['workshops.see'] },
  '/(app)/training/workshops.[as]': { read: ['workshops.see'] },
  '/(app)/training/workshops/new': { read: ['workshops.schedule'], act: ['workshops.schedule'] },
  '/(app)/training/workshops/[workshop]': {
    read: ['workshops.see'],
    act: ['workshops.enrol', 'attendance.mark', 'costs.post']
  },
  '/(app)/training/workshops/[workshop]/change': {
    read: ['workshops.schedule'],
    act: ['workshops.schedule']
  },
  '/(app)/training/workshops/[workshop]/sheet': { read: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/calendar.ics': { read: ['workshops.see'] },
  '/(app)/training/workshops/[workshop]/modules': {
    read: ['workshops.schedule'],
    act: ['workshops.schedule']
  },
  '/(app)/training/paths': { read: ['workshops.see'], act: ['curricula.publish'] },
  '/(app)/training/paths/[path]': { read: ['workshops.see'] },
  '/(app)/training/paths/[path]/change': { read: ['curricula.publish'], act: ['curricula.publish'] },
  '/(app)/training/modules/[module]': { read: ['curricula.publish'], act: ['curricula.publish'] },
  '/(app)/training/mine': { read: ['workshops.see'], act: ['workshops.see'] },
  '/(app)/training/mine/transcript.pdf': { read: ['workshops.see'] },
  '/(app)/training/workshops/[workshop]/badges.pdf': { read: ['attendance.mark'] },
  '/(app)/training/sessions/[session]/code': { read: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/money': {
    read: ['costs.post'],
    act: ['costs.post', 'workshops.schedule']
  },
  '/(app)/training/workshops/[workshop]/money/list.pdf': { read: ['costs.post'] },
  '/(app)/training/workshops/[workshop]/money/list.[as]': { read: ['costs.post'] },
  '/(app)/training/cost': { read: ['training.account'] },
  '/(app)/training/cost.[as]': { read: ['training.account'] },
  '/(app)/training/cost/workshops/[workshop]': { read: ['training.account'] },
  '/(app)/training/cost/people/[person]': { read: ['training.account'] },
  '/(app)/training/rooms': { read: ['workshops.schedule'], act: ['workshops.schedule'] },
  '/(app)/training/rooms/[room]': { read: ['workshops.schedule'], act: ['workshops.schedule'] },
  '/(app)/training/policy': { read: ['policies.see'], act: ['policies.set'] },
  '/(app)/training/workshops/[workshop]/invitations': {
    read: ['attendance.mark'],
    act: ['attendance.mark']
  },
  '/(app)/training/here/[session]': { read: ['workshops.see'], act: ['workshops.see'] },
  // Whose it is, the secret in the address says.
  '/(public)/o/[organisation]/calendar/[code]': { read: 'everyone' },
  '/(app)/training/workshops/[workshop]/learning': { read: ['courses.write'], act: ['courses.write'] },
  '/(app)/training/workshops/[workshop]/learning/cohort.[as]': { read: ['courses.write'] },
  '/(app)/training/workshops/[workshop]/test/[occasion]': { read: ['courses.take'], act: ['courses.take'] },
  '/(app)/training/workshops/[workshop]/evaluation': { read: ['courses.take'], act: ['courses.take'] },
  '/(app)/training/courses': { read: ['workshops.see'] },
  '/(app)/training/courses/new': { read: ['courses.write'], act: ['courses.write'] },
  '/(app)/training/courses/[course]': { read: ['workshops.see'], act: ['courses.take'] },
  '/(app)/training/courses/[course]/lessons/[lesson]': { read: ['courses.take'], act: ['courses.take'] },
  '/(app)/training/courses/[course]/quizzes/[quiz]': { read: ['courses.take'], act: ['courses.take'] },
  '/(app)/training/courses/[course]/attempts/[attempt]': { read: ['courses.take'] },
  '/(app)/training/courses/[course]/media/[file]': { read: ['courses.take'] },
  '/(app)/training/courses/[course]/cohort': { read: ['courses.write'] },
  '/(app)/training/courses/[course]/draft': { read: ['courses.write'], act: ['courses.write'] },
  '/(app)/training/courses/[course]/draft/media': { read: ['courses.write'], act: ['courses.write'] },
  '/(app)/training/courses/[course]/draft/lessons/[lesson]': {
    read: ['courses.write'],
    act: ['courses.write']
  },
  '/(app)/training/courses/[course]/draft/quizzes/[quiz]': {
    read: ['courses.write'],
    act: ['courses.write']
  },
  '/(app)/training/courses/[course]/draft/quizzes/[quiz]/questions/[question]': {
    read: ['courses.write'],
    act: ['courses.write']
  },
  '/(app)/training/teaching': { read: ['courses.write'] },
  '/(app)/training/workshops/[workshop]/line': { read: ['workshops.schedule'], act: ['workshops.schedule'] },
  '/(app)/training/workshops/[workshop]/learning/gain.[as]': { read: ['courses.write'] },
  '/(app)/training/workshops/[workshop]/learning/evaluation.[as]': { read: ['courses.write'] },
  '/(app)/training/courses/[course]/cohort/cohort.[as]': { read: ['courses.write'] },
  '/(app)/training/workshops/[workshop]/words': {
    read: ['workshops.schedule'],
    act: ['workshops.schedule']
  },

  '/(app)/training/courses/[course]/draft/packages': { read: ['courses.write'], act: ['courses.write'] },
  '/(app)/training/courses/[course]/packages/[package]': { read: ['courses.take'], act: ['courses.take'] },
  '/(app)/training/courses/[course]/packages/[package]/kept': { read: ['courses.take'] },
  '/(app)/training/courses/[course]/packages/[package]/visits/[visit]': {
    read: ['courses.take'],
    act: ['courses.take']
  },
  '/(app)/training/courses/[course]/cohort/statements.json': { read: ['courses.write'] },
  '/(app)/training/mine/records': { read: ['courses.take'], act: ['courses.take'] },
  '/(app)/training/mine/records/statements.json': { read: ['courses.take'] },
  '/(app)/training/people/[person]': { read: ['workshops.see'] },
  '/(app)/training/people/[person]/record.[as]': { read: ['workshops.see'] },
  '/(app)/training/attended.[as]': { read: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/people': { read: ['attendance.mark'], act: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/attendance': { read: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/attendance/register.[as]': { read: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/attendance/[session]': {
    read: ['attendance.mark'],
    act: ['attendance.mark']
  },
  '/(app)/training/workshops/[workshop]/trainers': {
    read: ['workshops.schedule'],
    act: ['workshops.schedule']
  },
  '/(app)/training/workshops/[workshop]/test/paper.pdf': { read: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/test/[occasion]/paper': { read: ['attendance.mark'] },
  '/(app)/training/workshops/[workshop]/test/[occasion]/paper/[person]': {
    read: ['attendance.mark'],
    act: ['attendance.mark']
  },
  '/(app)/admin/record-store': { read: ['organisation.manage'], act: ['organisation.manage'] },
  // What it shows, the visit's code in the address says; at the lessons' own address only.
  '/(public)/o/[organisation]/lessons/[code]/[...path]': { read: 'everyone' },

  // support and matching
  '/(public)/o/[organisation]/get-support': { read: 'everyone', act: 'everyone' },
  '/(public)/o/[organisation]/get-support/wishes': { read: 'everyone', act: 'everyone' },
  '/(public)/o/[organisation]/get-support/answers': { read: 'everyone', act: 'everyone' },
  '/(public)/o/[organisation]/get-support/name': { read: 'everyone', act: 'everyone' },
  '/(seeker)/my': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/choose': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/supporter': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/questionnaire': { read: ['support.seek'], act: ['support.seek'] },
  '/(app)/support': { read: ['support.give'] },
  '/(app)/support/profile': { read: ['support.give'], act: ['support.give'] },
  '/(app)/support/requests': { read: ['support.coordinate'] },
  '/(app)/support/requests/[request]/close': { read: ['support.coordinate'], act: ['support.coordinate'] },
  '/(app)/support/supporters/[person]/pause': { read: ['supporters.suspend'], act: ['supporters.suspend'] },
  '/(app)/support/[relationship]': { read: ['support.give'], act: ['support.give'] },
  '/(app)/support/[relationship]/encounter': { read: ['support.give'], act: ['support.give'] },
  '/(app)/support/[relationship]/end': { read: ['support.give'], act: ['support.give'] },
  '/(app)/matching/me': { read: ['support.give'] },
  '/(app)/matching/requests/[request]': { read: ['matches.make'], act: ['matches.make'] },
  '/(app)/matching/lapses': { read: ['supervision.oversee'] },
  // safeguarding
  '/(app)/safeguarding': { read: ['concerns.raise', 'concerns.respond'] },
  '/(app)/safeguarding/concerns.csv': { read: ['concerns.close'] },
  '/(app)/safeguarding/alerts': { read: 'signed-in' },
  '/(app)/safeguarding/raise': {
    read: ['concerns.raise', 'concerns.respond'],
    act: ['concerns.raise', 'concerns.respond']
  },
  '/(app)/safeguarding/concerns/[concern]': {
    read: ['concerns.raise', 'concerns.respond'],
    act: ['concerns.respond']
  },
  '/(app)/safeguarding/rota': { read: ['concerns.respond'], act: ['rota.manage'] },
  '/(app)/safeguarding/contacts': { read: ['concerns.respond'], act: ['rota.manage'] },
  '/(app)/safeguarding/clocks': { read: ['concerns.respond'], act: ['safety-rules.set'] },
  '/(seeker)/my/worried': { read: ['support.seek'], act: ['support.seek'] },
  // supervision
  '/(app)/supervision': { read: ['supervision.oversee'] },
  '/(app)/supervision/me': { read: ['supervision.receive'], act: ['supervision.receive'] },
  '/(app)/supervision/people/[person]': { read: ['supervision.oversee'], act: ['supervision.oversee'] },
  '/(app)/supervision/sessions/new': { read: ['supervision.give'], act: ['supervision.give'] },
  '/(app)/supervision/sessions/[session]': {
    read: ['supervision.oversee', 'supervision.receive'],
    act: ['supervision.oversee', 'supervision.receive']
  },
  // care plans
  '/(seeker)/my/plan': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/plan/safety': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/plan/share': { read: ['support.seek'], act: ['support.seek'] },
  '/(seeker)/my/plan/print': { read: ['support.seek'] },
  '/(app)/care-plans': { read: ['plans.take-part'], act: ['plans.be-listed'] },
  '/(app)/care-plans/[plan]': { read: ['plans.take-part'], act: ['plans.take-part'] },
  '/(app)/care-plans/[plan]/safety': { read: ['plans.take-part'], act: ['plans.take-part'] },
  // impact
  '/(app)/impact': { read: ['impact.see'] },
  '/(app)/impact/figures/[figure]': { read: ['impact.see'] },
  '/(app)/impact/chain': { read: ['impact.see'] },
  '/(app)/impact/report.pdf': { read: ['impact.see'] },
  '/(app)/impact/export.csv': { read: ['impact.see'] },
  '/(app)/impact/export.xlsx': { read: ['impact.see'] }
};

export type EntryRefusal = 'unknown' | 'sign-in' | 'second-factor' | 'not-yours' | 'nothing-to-do';

/** Why this request may not go on, or null. A route nobody listed does not exist. */
export function refusalToEnter(
  route: string | null,
  method: string,
  person: Person | null
): EntryRefusal | null {
  const row = route === null ? undefined : authorisation[route];
  if (!row) return 'unknown';
  const who = method === 'GET' || method === 'HEAD' ? row.read : row.act;
  if (!who) return 'nothing-to-do';
  if (who === 'everyone') return null;
  if (!person) return 'sign-in';
  return who === 'signed-in' || who.some((permission) => can(person, permission)) ? null : 'not-yours';
}

// Parameters that are words; all others are ids.
const words = [
  'organisation',
  'token',
  'code',
  'rubric',
  'figure',
  'path',
  'policy',
  'role',
  'list',
  'format',
  'as',
  'occasion'
];

/** An address with something for an id that cannot be one leads nowhere; the database would only stumble over it. */
export function refusalOfAddress(parameters: Partial<Record<string, string>>): 'unknown' | null {
  const impossible = Object.entries(parameters).some(
    ([name, value]) => !words.includes(name) && !isId(value)
  );
  return impossible ? 'unknown' : null;
}

// Where somebody with a short password and nothing beside it may go: to add a second factor, to choose a long
// password instead, and out.
const openBeforeSecondFactor = ['/(app)/account/second-factor', '/(app)/account/password', '/(app)/sign-out'];

/** Keeps everybody who owes a second factor out of everything else. */
export function refusalBeforeSecondFactor(
  route: string | null,
  owesSecondFactor: boolean
): EntryRefusal | null {
  return owesSecondFactor && !openBeforeSecondFactor.includes(route ?? '') ? 'second-factor' : null;
}
