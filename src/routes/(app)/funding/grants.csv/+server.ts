import { m } from '#messages';
import { csvResponse } from '#platform/csv/index.ts';
import { grantList } from '../grants.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
  const grants = await grantList(locals.tx, locals.person!, url.searchParams);
  return csvResponse(
    'grants',
    [
      { label: m.funding_grant(), of: ({ title }) => title },
      { label: m.funding_donor(), of: ({ donor }) => donor },
      { label: m.funding_starts_on(), of: ({ starts_on }) => starts_on },
      { label: m.funding_ends_on(), of: ({ ends_on }) => ends_on },
      { label: m.funding_currency(), of: ({ currency }) => currency },
      { label: m.funding_total(), of: ({ total }) => total },
      { label: m.funding_received(), of: ({ received }) => received },
      { label: m.funding_spent(), of: ({ spent }) => spent },
      { label: m.funding_proposed(), of: ({ proposed }) => proposed },
      { label: m.funding_left(), of: ({ left }) => left },
      { label: m.funding_lasts_until(), of: ({ usedUpOn }) => usedUpOn }
    ],
    grants
  );
};
