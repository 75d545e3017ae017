/** Somebody's continuing development: a balance for each certificate that can be renewed, and everything entered. */
import { error } from '@sveltejs/kit';
import {
  certificatesVisibleTo,
  developmentSince,
  entriesOf,
  ruleOn
} from '#domains/competence/index.server.ts';
import { roleNamed } from '#domains/competence/index.ts';
import { can, type Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { isId } from '#platform/ids.ts';

export async function developmentLog(tx: Tx, url: URL, reader: Person) {
  const whose = await whoseLog(tx, url, reader);
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

/** One's own, or that of somebody whose learning one oversees. */
async function whoseLog(tx: Tx, url: URL, reader: Person): Promise<{ id: string; name: string }> {
  const asked = url.searchParams.get('person') ?? reader.id;
  if (asked === reader.id) return { id: reader.id, name: reader.name };
  if (!isId(asked) || !can(reader, 'supervision.oversee')) error(404);
  const found = await tx
    .selectFrom('people')
    .where('id', '=', asked)
    .where('kind', '=', 'staff')
    .select(['id', 'name'])
    .executeTakeFirst();
  if (!found) error(404);
  return found;
}
