import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { sql } from 'kysely';
import { amountText, left, minorUnits } from '#domains/funding/index.ts';
import {
  donorMembersOf,
  donorPeople,
  endDonorMember,
  grantsVisibleTo,
  linesVisibleTo,
  nameDonorMember
} from '#domains/funding/index.server.ts';
import { can } from '#platform/access/index.ts';
import { isId } from '#platform/ids.ts';
import { formatDay, formatMoney } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { listQuery } from '#ui/list.ts';
import { activityOf } from '../../activity.ts';
import { stateOf } from '../../entry-state.ts';
import type { Actions, PageServerLoad } from './$types';
import { costsOfGrant } from './entries.server.ts';

const rowsPerPage = 50;

export const load: PageServerLoad = async ({ params, locals, url }) => {
  const { tx, person } = locals;
  if (!isId(params.grant)) error(404);
  const grant = await grantsVisibleTo(tx, person!).where('grants.id', '=', params.grant).executeTakeFirst();
  if (!grant) error(404);
  const lines = await linesVisibleTo(tx, person!)
    .where('budget_lines.grant_id', '=', grant.id)
    .orderBy('budget_lines.code')
    .execute();
  const { page } = listQuery(url.searchParams);
  const entries = await costsOfGrant(tx, person!, grant.id, url.searchParams)
    .select(sql<number>`count(*) over ()`.as('all'))
    .limit(rowsPerPage)
    .offset((page - 1) * rowsPerPage)
    .execute();
  const names = can(person, 'grants.record');
  return {
    grant,
    ...receivedOf(grant),
    mayRecord: names,
    mayFollow: can(person, 'assessments.see'),
    donorPeople: names
      ? { members: await donorMembersOf(tx, grant.donor_id), people: await donorPeople(tx, person!) }
      : null,
    lines: lines.map((line) => {
      const units = (text: string) => minorUnits(text, line.currency)!;
      const standing = {
        amount: units(line.amount),
        spent: units(line.spent),
        proposed: units(line.proposed)
      };
      const used = amountText(standing.spent + standing.proposed, line.currency);
      return {
        id: line.id,
        label: `${line.code} · ${line.name}`,
        left: formatMoney(amountText(left(standing), line.currency), line.currency),
        amount: formatMoney(line.amount, line.currency),
        used: formatMoney(used, line.currency),
        share: Number(used) / Number(line.amount)
      };
    }),
    entries: entries.map((entry) => ({
      id: entry.id,
      happened_on: formatDay(entry.happened_on, 'short'),
      description: entry.description,
      line: entry.line_code,
      activity: activityOf(entry.activity_kind, entry.activity_id, person!),
      amount: formatMoney(entry.amount!, entry.currency),
      state: stateOf(entry)
    })),
    pages: Math.max(1, Math.ceil((entries[0]?.all ?? 0) / rowsPerPage))
  };
};

export const actions: Actions = {
  name: async (event) => {
    const { donor, member } = await donorAndMember(event);
    await nameDonorMember(event.locals.tx, donor, member, event.locals.person!);
    say(event.cookies, m.funding_donor_person_added());
    redirect(303, `/funding/grants/${event.params.grant}`);
  },
  end: async (event) => {
    const { donor, member } = await donorAndMember(event);
    await endDonorMember(event.locals.tx, donor, member, event.locals.person!);
    say(event.cookies, m.funding_donor_person_ended());
    redirect(303, `/funding/grants/${event.params.grant}`);
  }
};

type Money = { currency: string; total: string; received: string; earned: string; spent: string };

/** What came in, what is still to come, and what of it is not spent; below zero where the organisation pays ahead. */
function receivedOf({ currency, total, received, earned, spent }: Money) {
  const units = (text: string) => minorUnits(text, currency)!;
  const money = (amount: bigint) => formatMoney(amountText(amount, currency), currency);
  const unspent = units(received) + units(earned) - units(spent);
  return {
    received: money(units(received)),
    stillPromised: money(units(total) - units(received)),
    earned: units(earned) === 0n ? null : money(units(earned)),
    inBank: money(unspent),
    paysAhead: unspent < 0n
  };
}

async function donorAndMember({
  params,
  request,
  locals
}: RequestEvent): Promise<{ donor: string; member: string }> {
  const member = (await request.formData()).get('person');
  if (!isId(params.grant) || !isId(member)) error(404);
  const { tx, person } = locals;
  const grant = await grantsVisibleTo(tx, person!).where('grants.id', '=', params.grant).executeTakeFirst();
  const known = [
    ...(await donorPeople(tx, person!)),
    ...(grant ? await donorMembersOf(tx, grant.donor_id) : [])
  ];
  if (!grant || !known.some(({ id }) => id === member)) error(404);
  return { donor: grant.donor_id, member };
}
