/** Somebody's continuing development: a balance for each certificate that can be renewed, and everything entered. */
import {
  certificatesVisibleTo,
  developmentSince,
  entriesOf,
  ruleOn
} from '#domains/competence/index.server.ts';
import { roleNamed } from '#domains/competence/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { colleagueSeen } from '../../colleague-seen.server.ts';

/** One's own, or that of somebody whose learning one oversees. */
export async function developmentLog(locals: App.Locals, url: URL) {
  const { tx } = locals;
  const reader = locals.person!;
  const asked = url.searchParams.get('person') ?? reader.id;
  const whose =
    asked === reader.id
      ? { id: reader.id, name: reader.name }
      : await colleagueSeen(locals, asked, 'supervision.oversee');
  const today = dayIn(reader.organisation.timeZone);
  const held = await certificatesVisibleTo(tx, reader)
    .where('certificates.person_id', '=', whose.id)
    .execute();
  const newest = [...new Map(held.toReversed().map((row) => [row.role, row])).values()];
  const balances = [];
  for (const { role: name, issued_on } of newest) {
    const role = roleNamed(name);
    const rule = (await ruleOn(tx, role, today)).development;
    const development = await developmentSince(tx, { person: whose.id, from: issued_on, rule }, today);
    balances.push({ role, hoursMin: rule.hoursMin, courseHours: rule.courseHours, ...development });
  }
  return { whose, balances, entries: await entriesOf(tx, whose.id).execute() };
}
