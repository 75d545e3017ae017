import { error } from '@sveltejs/kit';
import { amountText, minorUnits } from '#domains/funding/index.ts';
import { stipendList, stipendListsOf, stipendsDue } from '#domains/training/index.server.ts';
import { workshopOf } from '../workshop-of.server.ts';

/** The list that an address asks for: one that was posted, by `entry`, or what is due now. */
export async function listOf(locals: App.Locals, workshopId: string, query: URLSearchParams) {
  const { tx, person } = locals;
  const workshop = await workshopOf(locals, workshopId);
  const entry = query.get('entry');
  const known = (await stipendListsOf(tx, workshop.id)).some(({ id }) => id === entry);
  if (entry && !known) error(404);
  const people = entry ? await stipendList(tx, entry) : await stipendsDue(tx, workshop.id, person!);
  const currency = workshop.currency ?? person!.organisation.currency;
  const total = people.reduce((sum, { amount }) => sum + minorUnits(amount, currency)!, 0n);
  return { title: workshop.title, currency, people, total: amountText(total, currency) };
}
