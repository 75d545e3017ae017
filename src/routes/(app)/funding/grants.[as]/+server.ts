import { m } from '#messages';
import { grantList } from '../grants.server.ts';
import { takeAlong } from '../../take-along.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const grants = await grantList(locals.tx, locals.person!, url.searchParams);
  return takeAlong(locals, {
    name: 'grants',
    as: params.as,
    title: m.funding_grants(),
    columns: [
      { label: m.funding_grant(), of: ({ title }) => title },
      { label: m.funding_donor(), of: ({ donor }) => donor },
      { label: m.funding_starts_on(), of: ({ starts_on }) => starts_on },
      { label: m.funding_ends_on(), of: ({ ends_on }) => ends_on },
      { label: m.funding_currency(), of: ({ currency }) => currency },
      { label: m.funding_total(), of: ({ total }) => total, amount: true },
      { label: m.funding_received(), of: ({ received }) => received, amount: true },
      { label: m.funding_spent(), of: ({ spent }) => spent, amount: true },
      { label: m.funding_proposed(), of: ({ proposed }) => proposed, amount: true },
      { label: m.funding_left(), of: ({ left }) => left, amount: true },
      { label: m.funding_lasts_until(), of: ({ usedUpOn }) => usedUpOn }
    ],
    rows: grants
  });
};
