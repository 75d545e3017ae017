import { can, type Permission, type Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import type { PageServerLoad } from './$types';
import { policies, standingOf } from './policies.server.ts';

// Rooms whose policies have a page of their own.
const elsewhere: { href: string; title: () => string; permission: Permission }[] = [
  { href: '/competence/policy', title: m.competence_policy_title, permission: 'assessments.see' },
  { href: '/competence/rules', title: m.competence_rules_title, permission: 'assessments.see' },
  { href: '/safeguarding/clocks', title: m.safeguarding_policy_title, permission: 'concerns.respond' },
  { href: '/training/policy', title: m.training_policy, permission: 'policies.see' },
  { href: '/funding/policy', title: m.funding_policy, permission: 'payments.approve' }
];

export const load: PageServerLoad = async ({ locals }) => {
  const person = locals.person!;
  const today = dayIn(person.organisation.timeZone);
  const standing = [];
  // One after the other: they share the request's one transaction.
  for (const [id, policy] of Object.entries(policies))
    standing.push({ id, title: policy.title(), ...(await standingOf(policy, locals.tx, person, today)) });
  return { policies: standing, elsewhere: pagesOf(person) };
};

function pagesOf(person: Person) {
  return elsewhere
    .filter(({ permission }) => can(person, permission))
    .map(({ href, title }) => ({ href, title: title() }));
}
