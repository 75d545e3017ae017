import { error } from '@sveltejs/kit';
import { sumsOf } from '#domains/training/index.ts';
import { accountsOf, entriesOfWorkshop } from '#domains/training/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay, formatMoney, formatNumber } from '#platform/languages/format.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  if (!isId(params.workshop)) error(404);
  const { policy, workshops } = await accountsOf(tx, { workshop: params.workshop }, person);
  const workshop = workshops[0];
  if (!workshop) error(404);
  const [sum] = sumsOf([workshop]);
  const money = (amount: string | null) => (amount ? formatMoney(amount, workshop.currency!) : '–');
  return {
    policy,
    mayReadPolicy: can(person, 'policies.see'),
    mayReadGrant: can(person, 'grants.see'),
    workshop: {
      id: workshop.id,
      title: workshop.title,
      lastDay: formatDay(workshop.lastDay),
      line: workshop.line,
      grant: workshop.grant
    },
    cost: money(sum!.cost),
    perSeat: money(workshop.perSeat),
    trained: sum!.trained,
    perTrained: money(sum!.perTrained),
    competent: sum!.competent ?? '–',
    perCompetent: money(sum!.perCompetent),
    seats: workshop.seats.map(({ person: id, name, hours, trained, evidence }) => ({
      id,
      name,
      hours: formatNumber(hours),
      trained,
      competent: evidence ? formatDay(evidence.on, 'short') : null,
      href: evidence && can(person, 'assessments.see') ? evidence.href : null
    })),
    entries: (await entriesOfWorkshop(tx, workshop.id, person)).map((entry) => ({
      id: entry.id,
      description: entry.description,
      on: formatDay(entry.happened_on, 'short'),
      line: entry.line_code,
      amount: formatMoney((entry.amount ?? entry.bank_amount)!, entry.currency),
      state: entry.state
    }))
  };
};
