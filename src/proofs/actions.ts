/**
 * Every action of every page, and whose work it is. Mostly that is what the route's own row says; where several kinds of
 * people act on one page, each act is the work of some of them.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { authorisation, type Who } from '../authorisation.ts';

const likeRoute = (route: string, ...names: string[]): [string, Record<string, Who>] => [
  route,
  Object.fromEntries(names.map((name) => [name, authorisation[route]!.act!]))
];
const answers = (route: string) => likeRoute(route, 'default');

export const actions: Record<string, Record<string, Who>> = Object.fromEntries([
  // Everybody's own
  answers('/(public)/sign-in'),
  answers('/(public)/sign-in/second-factor'),
  answers('/(public)/come-back'),
  answers('/(public)/come-back/recover'),
  answers('/(public)/reset'),
  answers('/(public)/reset/[token]'),
  answers('/(public)/verify'),
  answers('/(public)/invitation/[token]'),
  answers('/(app)/sign-out'),
  answers('/account/confirm'),
  answers('/(app)/account'),
  answers('/(app)/account/password'),
  likeRoute('/(app)/account/second-factor', 'begin', 'prove', 'newCodes', 'remove'),
  likeRoute('/(app)/account/passkeys', 'remove'),
  likeRoute('/(app)/account/sessions', 'end', 'endOthers'),
  // A seeker's own
  answers('/(public)/o/[organisation]/get-support'),
  answers('/(public)/o/[organisation]/get-support/wishes'),
  answers('/(public)/o/[organisation]/get-support/answers'),
  answers('/(public)/o/[organisation]/get-support/name'),
  answers('/(seeker)/my'),
  likeRoute('/(seeker)/my/account', 'rename', 'newWords', 'newCode', 'sealContact', 'takeContactBack'),
  answers('/(seeker)/my/account/erase'),
  likeRoute('/(seeker)/my/account/passkeys', 'remove'),
  likeRoute('/(seeker)/my/account/sessions', 'end', 'endOthers'),
  likeRoute('/(seeker)/my/choose', 'choose', 'block', 'leave'),
  likeRoute('/(seeker)/my/plan', 'write', 'mark', 'comment', 'withdraw'),
  answers('/(seeker)/my/plan/safety'),
  answers('/(seeker)/my/plan/share'),
  answers('/(seeker)/my/questionnaire'),
  answers('/(seeker)/my/supporter'),
  answers('/(seeker)/my/worried'),
  // people and imports
  answers('/(public)/o/[organisation]/become-a-supporter'),
  likeRoute('/(app)/people/applications', 'accept', 'decline'),
  likeRoute('/(app)/people/invite', 'invite', 'again', 'revoke'),
  ['/(app)/people/contacts', { agree: ['contacts.agree'], read: ['contacts.unseal'] }],
  [
    '/(app)/people/[person]',
    {
      giveRole: ['people.invite'],
      endRole: ['organisation.manage'],
      signOut: ['organisation.manage'],
      recordCheck: ['people.invite'],
      setProfile: ['people.invite'],
      askForContact: ['contacts.unseal']
    }
  ],
  answers('/(app)/import'),
  likeRoute('/(app)/import/[import]', 'undo'),
  answers('/(app)/import/[import]/columns'),
  answers('/(app)/import/[import]/preview'),
  // competence, training and funding
  answers('/(app)/competence/assess'),
  answers('/(app)/competence/assess/[workshop]'),
  likeRoute('/(app)/competence/assess/[workshop]/share', 'evenly', 'byHand'),
  likeRoute('/(app)/competence/assessments/[assessment]', 'second', 'resolve', 'looked', 'third', 'take'),
  likeRoute('/(app)/competence/assessments/[assessment]/form', 'record', 'draft'),
  likeRoute('/(app)/competence/assessments/[assessment]/withdraw', 'withdraw'),
  likeRoute('/(app)/competence/scenarios', 'add', 'rest', 'wake'),
  answers('/(app)/competence/calibration/add'),
  answers('/(app)/competence/people/[person]/plan'),
  [
    '/(app)/competence/practice/[practice]',
    { done: 'signed-in', add: ['assessments.record'], end: ['assessments.record'] }
  ],
  answers('/(app)/competence/calibration/[piece]'),
  answers('/(app)/competence/calibration/[piece]/withdraw'),
  [
    '/(app)/competence/certificates/[certificate]',
    { suspend: ['certificates.suspend'], lift: ['certificates.lift'] }
  ],
  likeRoute('/(app)/competence/certificates/[certificate]/badge', 'make', 'revoke'),
  likeRoute('/(app)/competence/people/[person]/badges', 'bring', 'check', 'remove'),
  answers('/(app)/competence/people/[person]/certify'),
  [
    '/(app)/competence/certificates/[certificate]/appeal',
    { appeal: 'signed-in', decide: ['certificates.lift'] }
  ],
  answers('/(app)/competence/rules'),
  answers('/(app)/competence/development'),
  answers('/(app)/competence/development/confirm'),
  answers('/(app)/competence/policy'),
  answers('/(public)/verify'),
  answers('/(app)/training/workshops/new'),
  answers('/(app)/training/workshops/[workshop]/modules'),
  answers('/(app)/training/workshops/[workshop]/line'),
  answers('/(app)/training/workshops/[workshop]/words'),
  answers('/(app)/training/paths'),
  answers('/(app)/training/paths/[path]/change'),
  likeRoute('/(app)/training/modules/[module]', 'publish', 'test'),
  likeRoute('/(app)/training/mine', 'open', 'close'),
  answers('/(app)/training/here/[session]'),
  [
    '/(app)/training/workshops/[workshop]',
    {
      enrol: ['workshops.enrol', 'attendance.mark'],
      cancel: ['workshops.enrol', 'attendance.mark'],
      answer: ['workshops.enrol', 'attendance.mark'],
      cost: ['costs.post']
    }
  ],
  likeRoute('/(app)/training/workshops/[workshop]/change', 'change', 'cancel'),
  likeRoute('/(app)/training/workshops/[workshop]/invitations', 'invite', 'withdraw'),
  likeRoute('/(app)/training/workshops/[workshop]/people', 'add', 'takeOff', 'link', 'remove'),
  answers('/(app)/training/workshops/[workshop]/attendance/[session]'),
  answers('/(app)/training/workshops/[workshop]/trainers'),
  [
    '/(app)/training/workshops/[workshop]/money',
    { terms: ['workshops.schedule'], pay: ['costs.post'], fee: ['costs.post'] }
  ],
  likeRoute('/(app)/training/rooms', 'venue', 'room'),
  likeRoute('/(app)/training/rooms/[room]', 'change', 'close'),
  answers('/(app)/training/policy'),
  likeRoute('/(app)/training/workshops/[workshop]/learning', 'ask', 'test'),
  likeRoute('/(app)/training/workshops/[workshop]/test/[occasion]', 'keep', 'hand_in'),
  answers('/(app)/training/workshops/[workshop]/test/[occasion]/paper/[person]'),
  answers('/(app)/training/workshops/[workshop]/evaluation'),
  answers('/(app)/training/courses/new'),
  likeRoute('/(app)/training/courses/[course]', 'take'),
  likeRoute('/(app)/training/courses/[course]/lessons/[lesson]', 'done'),
  likeRoute('/(app)/training/courses/[course]/quizzes/[quiz]', 'keep', 'hand_in'),
  likeRoute('/(app)/training/courses/[course]/draft', 'head', 'move', 'remove', 'publish'),
  answers('/(app)/training/courses/[course]/draft/media'),
  likeRoute('/(app)/training/courses/[course]/draft/lessons/[lesson]', 'save', 'preview'),
  likeRoute('/(app)/training/courses/[course]/draft/quizzes/[quiz]', 'save', 'remove'),
  answers('/(app)/training/courses/[course]/draft/quizzes/[quiz]/questions/[question]'),
  likeRoute('/(app)/training/courses/[course]/draft/packages', 'add', 'remove'),
  likeRoute('/(app)/training/courses/[course]/packages/[package]', 'open'),
  likeRoute('/(app)/training/courses/[course]/packages/[package]/visits/[visit]', 'save', 'leave'),
  likeRoute('/(app)/training/mine/records', 'agree', 'withdraw'),
  likeRoute('/(app)/admin/record-store', 'set', 'end'),
  answers('/(app)/funding/grants/new'),
  likeRoute('/(app)/funding/grants/[grant]', 'name', 'end'),
  answers('/(app)/funding/grants/[grant]/received'),
  likeRoute('/(app)/funding/grants/[grant]/amend', 'amend', 'line'),
  answers('/(app)/funding/lines/[line]'),
  likeRoute('/(app)/funding/entries/[entry]', 'approve', 'decline', 'reverse'),
  answers('/(app)/funding/policy'),
  // support, matching and supervision
  answers('/(app)/support/profile'),
  likeRoute('/(app)/support/[relationship]', 'plan', 'read'),
  likeRoute('/(app)/support/[relationship]/encounter', 'open', 'record'),
  answers('/(app)/support/[relationship]/end'),
  answers('/(app)/support/requests/[request]/close'),
  likeRoute('/(app)/support/supporters/[person]/pause', 'suspend', 'lift'),
  answers('/(app)/matching/requests/[request]'),
  likeRoute('/(app)/supervision/me', 'done'),
  [
    '/(app)/supervision/people/[person]',
    { assign: ['supervisors.assign'], open: ['supervision.oversee'], done: ['supervision.oversee'] }
  ],
  answers('/(app)/supervision/sessions/new'),
  likeRoute('/(app)/supervision/sessions/[session]', 'open'),
  // safeguarding and care plans
  answers('/(app)/safeguarding/raise'),
  likeRoute(
    '/(app)/safeguarding/concerns/[concern]',
    ...['acknowledge', 'act', 'urgency', 'propose', 'confirm', 'decline', 'reopen', 'open']
  ),
  likeRoute('/(app)/safeguarding/contacts', 'add', 'verify', 'remove'),
  likeRoute('/(app)/safeguarding/rota', 'shift', 'remove-shift', 'hours', 'remove-hours'),
  answers('/(app)/safeguarding/clocks'),
  likeRoute('/(app)/care-plans', 'list', 'unlist'),
  likeRoute('/(app)/care-plans/[plan]', 'write', 'mark', 'comment', 'acknowledge'),
  answers('/(app)/care-plans/[plan]/safety'),
  // everybody's policies, and work that came from devices of people who have left
  answers('/(app)/policies/[policy]'),
  likeRoute('/(app)/field-work', 'look', 'settle')
]);

// What is sent there is sent by other means than a page's form.
export const endpoints: Record<string, string[]> = {
  '/(public)/preferences': ['POST'],
  '/account/auth/[...path]': ['GET', 'POST'],
  '/account/organisation': ['POST'],
  '/field/pack': ['POST'],
  '/field/commands': ['POST']
};

type Built = {
  routes: { id: string; page: { leaf: number } | null; endpoint: (() => Promise<object>) | null }[];
  nodes: (() => Promise<{ server?: { actions?: object } }>)[];
};

/** What can be done in the program as it was built: the actions of each page, and the methods of each other answer. */
export async function built(home = process.cwd()): Promise<[route: string, names: string[]][]> {
  const file = pathToFileURL(path.join(home, 'build', 'server', 'manifest.js')).href;
  const { manifest } = (await import(/* @vite-ignore */ file)) as { manifest: Built & { _?: Built } };
  const { routes, nodes } = manifest._ ?? manifest;
  const found: [string, string[]][] = [];
  for (const { id, page, endpoint } of routes) {
    if (page) found.push([id, Object.keys((await nodes[page.leaf]!()).server?.actions ?? {})]);
    if (endpoint) found.push([id, Object.keys(await endpoint()).filter((name) => /^[A-Z]+$/.test(name))]);
  }
  return found;
}
