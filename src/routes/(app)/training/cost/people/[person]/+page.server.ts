import { error } from '@sveltejs/kit';
import { accountsOf } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay, formatMoney, formatNumber } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

/** One person, back from what they show to the hours, the workshops, and the lines and grants that paid. */
export const load: PageServerLoad = async ({ params, locals }) => {
  const person = locals.person!;
  if (!isId(params.person)) error(404);
  const { policy, workshops } = await accountsOf(locals.tx, { person: params.person }, person);
  const rows = workshops.map((workshop) => ({
    workshop,
    seat: workshop.seats.find((seat) => seat.person === params.person)!
  }));
  if (rows.length === 0) error(404);
  return {
    policy,
    mayReadPolicy: can(person, 'policies.see'),
    mayReadGrant: can(person, 'grants.see'),
    mayReadCertificate: can(person, 'assessments.see'),
    person: { id: params.person, name: rows[0]!.seat.name },
    hours: formatNumber(rows.reduce((sum, { seat }) => sum + seat.hours, 0)),
    rows: rows.map(({ workshop, seat }) => ({
      id: workshop.id,
      title: workshop.title,
      lastDay: formatDay(workshop.lastDay, 'short'),
      hours: formatNumber(seat.hours),
      share: workshop.perSeat ? formatMoney(workshop.perSeat, workshop.currency!) : '–',
      line: workshop.line,
      grant: workshop.grant,
      competent: seat.evidence ? formatDay(seat.evidence.on, 'short') : null,
      href: seat.evidence?.href ?? null
    }))
  };
};
