import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { assemble } from '#assembly/index.server.ts';
import { addressesOf, openPool, speakAs, type Database } from '#platform/database/index.server.ts';
import { openQueue } from '#platform/jobs/index.server.ts';
import { openIdentity, sessionOf } from '#platform/identity/index.server.ts';
import { log } from '#platform/log/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { newId } from '#platform/ids.ts';
import { paraglideMiddleware } from '#platform/languages/compiled/server.js';
import { actingAs } from '#platform/access/index.server.ts';
import { refusalToEnter } from './authorisation.ts';

let database: Database;

export const init: ServerInit = async () => {
  assemble();
  // `bin/trellis serve` and `bin/dev` have found and migrated the database, and say here where it is.
  const addresses = addressesOf(process.env.TRELLIS_DATABASE!, settings().masterKeyFile);
  database = openPool(addresses);
  openIdentity(addresses);
  await openQueue(addresses);
};

/** The life of a request: its language, who asks, whether they may, and one transaction that speaks as them. */
export const handle: Handle = ({ event, resolve }) =>
  paraglideMiddleware(event.request, async ({ request, locale }) => {
    event.request = request;
    event.locals.requestId = newId();
    const signedIn = await sessionOf(request.headers);
    return withinTransaction(event, signedIn?.person ?? null, async () => {
      const refusal = refusalToEnter(event.route.id, event.request.method, event.locals.person);
      if (refusal) return turnAway(event, refusal);
      const response = await resolve(event, {
        transformPageChunk: ({ html }) =>
          html
            .replace('%trellis.language%', locale)
            .replace('%trellis.direction%', locale === 'ar' ? 'rtl' : 'ltr')
            .replace('%trellis.theme%', themeOf(event.cookies.get('trellis_theme')))
      });
      return response;
    });
  });

export const handleError: HandleServerError = ({ error, event, status }) => {
  if (status !== 404) log.error({ error, route: event.route.id, request: event.locals.requestId }, 'a request failed');
  return { message: status === 404 ? 'not-found' : 'failed', requestId: event.locals.requestId };
};
