/**
 * The ways through the signed-in part: one line per page that people go to by name. What somebody may not
 * open is not shown to them; what may be opened is decided by authorisation.ts, never here.
 */
import { m } from '#messages';
import { can, type Permission, type Person, type Role } from '#platform/access/index.ts';

export type NavigationEntry = {
  href: string;
  message: () => string;
  permission?: Permission;
  group: NavigationGroup;
};

const navigationGroups = {
  start: () => '',
  people: m.ui_group_people,
  learning: m.ui_group_learning,
  safety: m.ui_group_safety,
  results: m.ui_group_results,
  organisation: m.ui_group_organisation
};
export type NavigationGroup = keyof typeof navigationGroups;

const navigation: NavigationEntry[] = [
  { href: '/today', message: m.ui_today, group: 'start' },
  { href: '/account', message: m.account_title, group: 'start' },
  { href: '/field', message: m.offline_title, permission: 'courses.take', group: 'learning' },
  {
    href: '/field-work',
    message: m.offline_set_aside_title,
    permission: 'field-work.settle',
    group: 'organisation'
  },
  { href: '/people', message: m.people_title, permission: 'people.see', group: 'people' },
  {
    href: '/people/contacts',
    message: m.people_contact_title,
    permission: 'contacts.unseal',
    group: 'safety'
  },
  { href: '/support', message: m.support_people, permission: 'support.give', group: 'people' },
  { href: '/care-plans', message: m.care_plans_title, permission: 'plans.take-part', group: 'people' },
  { href: '/matching/me', message: m.matching_me_title, permission: 'support.give', group: 'people' },
  {
    href: '/support/requests',
    message: m.support_requests,
    permission: 'support.coordinate',
    group: 'people'
  },
  {
    href: '/people/applications',
    message: m.people_applications_title,
    permission: 'people.invite',
    group: 'people'
  },
  {
    href: '/matching/lapses',
    message: m.matching_lapses_title,
    permission: 'supervision.oversee',
    group: 'safety'
  },
  { href: '/supervision', message: m.supervision_title, permission: 'supervision.oversee', group: 'people' },
  {
    href: '/supervision/me',
    message: m.supervision_me_title,
    permission: 'supervision.receive',
    group: 'learning'
  },
  { href: '/safeguarding', message: m.safeguarding_title, permission: 'concerns.raise', group: 'safety' },
  {
    href: '/safeguarding/raise',
    message: m.safeguarding_raise,
    permission: 'concerns.raise',
    group: 'safety'
  },
  {
    href: '/safeguarding/rota',
    message: m.safeguarding_rota_title,
    permission: 'concerns.respond',
    group: 'safety'
  },
  {
    href: '/safeguarding/contacts',
    message: m.safeguarding_contacts_title,
    permission: 'concerns.respond',
    group: 'safety'
  },
  {
    href: '/safeguarding/clocks',
    message: m.safeguarding_policy_title,
    permission: 'concerns.respond',
    group: 'safety'
  },
  { href: '/impact', message: m.impact_title, permission: 'impact.see', group: 'results' },
  { href: '/places', message: m.places_title, permission: 'places.see', group: 'organisation' },
  { href: '/import', message: m.imports_title, permission: 'data.import', group: 'organisation' },
  { href: '/policies', message: m.ui_policies_title, permission: 'policies.see', group: 'organisation' },
  { href: '/admin/outbox', message: m.mail_outbox_title, permission: 'outbox.read', group: 'organisation' },
  { href: '/competence', message: m.competence_nav, permission: 'assessments.see', group: 'learning' },
  {
    href: '/competence/overview',
    message: m.competence_overview_nav,
    permission: 'certificates.oversee',
    group: 'learning'
  },
  {
    href: '/competence/mine',
    message: m.competence_nav_mine,
    permission: 'supervision.receive',
    group: 'learning'
  },
  {
    href: '/competence/development',
    message: m.competence_development_title,
    permission: 'courses.take',
    group: 'learning'
  },
  { href: '/training', message: m.training_title, permission: 'workshops.see', group: 'learning' },
  { href: '/training/mine', message: m.training_mine, permission: 'workshops.enrol', group: 'learning' },
  { href: '/training/paths', message: m.training_paths, permission: 'workshops.see', group: 'learning' },
  {
    href: '/training/courses',
    message: m.training_courses_title,
    permission: 'workshops.see',
    group: 'learning'
  },
  {
    href: '/admin/record-store',
    message: m.training_store_title,
    permission: 'organisation.manage',
    group: 'organisation'
  },
  {
    href: '/training/teaching',
    message: m.training_teaching,
    permission: 'courses.write',
    group: 'learning'
  },
  { href: '/training/rooms', message: m.training_rooms, permission: 'workshops.schedule', group: 'learning' },
  {
    href: '/training/cost',
    message: m.training_cost_title,
    permission: 'training.account',
    group: 'learning'
  },
  { href: '/funding', message: m.funding_title, permission: 'grants.see', group: 'results' }
];

// What each role opens most, for the thumb on a phone; roles that are missing here take the first ways there are.
const mostOpened: Partial<Record<Role, [string, string]>> = {
  supporter: ['/support', '/care-plans'],
  practitioner: ['/support', '/care-plans'],
  supervisor: ['/supervision', '/safeguarding'],
  trainer: ['/training/teaching', '/field'],
  assessor: ['/competence', '/field'],
  clinician: ['/care-plans', '/impact'],
  coordinator: ['/support/requests', '/people'],
  'grants-manager': ['/funding', '/impact'],
  'safeguarding-lead': ['/safeguarding', '/safeguarding/rota'],
  planner: ['/impact', '/places'],
  donor: ['/impact', '/funding'],
  administrator: ['/people', '/import']
};
const shortcutsMax = 3;

/** What somebody seeking support finds in their own part. */
export const seekerNavigation: { href: string; message: () => string }[] = [
  { href: '/my', message: m.support_my },
  // Second, so that a narrow phone shows it without scrolling.
  { href: '/my/worried', message: m.safeguarding_worried_title },
  { href: '/my/supporter', message: m.support_my_supporter },
  { href: '/my/plan', message: m.care_plans_my_title },
  { href: '/my/questionnaire', message: m.support_my_questionnaire },
  { href: '/my/account', message: m.my_account_title }
];

export type Way = { href: string; label: string; current: boolean };
export type WayGroup = { name: string; ways: Way[] };

/** The groups and pages that this person's roles open, the one at `path` marked. */
export function waysOf(person: Person, path: string): WayGroup[] {
  const open = navigation.filter(({ permission }) => !permission || can(person, permission));
  const current = whereIs(path, open);
  return Object.entries(navigationGroups)
    .map(([group, name]) => ({
      name: name(),
      ways: open
        .filter((entry) => entry.group === group)
        .map(({ href, message }) => ({ href, label: message(), current: href === current }))
    }))
    .filter(({ ways }) => ways.length > 0);
}

/** What stays within reach on a phone: Today, and what this person's roles open most, each role's first before any second. */
export function shortcutsOf(roles: readonly Role[], groups: WayGroup[]): Way[] {
  const ways = groups.flatMap((group) => group.ways);
  const opened = roles.map((role) => mostOpened[role] ?? []);
  const wanted = ['/today', ...opened.map(([first]) => first), ...opened.map(([, second]) => second)];
  const first = wanted.flatMap((href) => ways.find((way) => way.href === href) ?? []);
  const others = ways.filter(({ href }) => href !== '/account');
  return [...new Set([...first, ...others])].slice(0, shortcutsMax);
}

/** The entry whose page, or a page under it, is open: the longest address that fits. */
export function whereIs(path: string, entries: { href: string }[]): string | undefined {
  return entries
    .map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
}
