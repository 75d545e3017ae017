import { getRequestEvent } from '$app/server';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import type { RequestEvent } from '@sveltejs/kit';
import { openPages } from '#assembly/program.server.ts';
import { organisationForVisitors } from '#platform/access/index.server.ts';
import { speakAs, type Database, type Speaker, type Tx } from '#platform/database/index.server.ts';
import { isCrossSite } from '#platform/http/origin.ts';
import { problemPage, type Asked, type Problem } from '#platform/http/problem-page.ts';
import { newId } from '#platform/ids.ts';
import { beginSession } from '#platform/identity/index.server.ts';
import { inLanguage, languageOf } from '#platform/languages/speak.server.ts';
import { log } from '#platform/log/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { isTheme, themeCookie } from '#ui/preferences.ts';
import {
  refusalBeforeSecondFactor,
  refusalOfAddress,
  refusalToEnter,
  type EntryRefusal
} from './authorisation.ts';
import { getTextDirection } from '#languages';
import { m } from '#messages';

let database: Database;

export const init: ServerInit = async () => {
  // The program that started us found and migrated the database, and says here where it is.
  database = await openPages({ login: process.env.TRELLIS_DATABASE! }, getRequestEvent);
};

/** The life of a request: its language, who asks, whether they may, and one transaction that speaks for them. */
export const handle: Handle = ({ event, resolve }) => {
  const locale = languageOf(event.request);
  return inLanguage(locale, async () => {
    event.locals.requestId = newId();
    if (isCrossSite(event.request.method, event.request.headers, settings().origin)) {
      return problemPage('cross-site', asked(event, locale));
    }
    const response = await withinTransaction(event, async () => {
      const refusal =
        refusalToEnter(event.route.id, event.request.method, event.locals.person) ??
        refusalBeforeSecondFactor(event.route.id, event.locals.signedIn?.owesSecondFactor ?? false) ??
        refusalOfAddress(event.params);
      return refusal
        ? turnAway(event, refusal, locale)
        : resolve(event, { transformPageChunk: dress(event, locale) });
    });
    response.headers.set('cache-control', 'private, no-store');
    const policy = event.locals.frames && response.headers.get('content-security-policy');
    if (policy)
      response.headers.set('content-security-policy', `${policy}; frame-src ${event.locals.frames}`);
    return response;
  });
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
  if (kind === 'unknown')
    log.error({ error, route: event.route.id, request: event.locals.requestId }, 'a request failed');
  return { requestId: event.locals.requestId };
};

// A failed page must leave nothing half done, so its transaction is undone; a refusal is an answer, and is kept.
class Undo extends Error {
  readonly response: Response;
  constructor(response: Response) {
    super('undo');
    this.response = response;
  }
}

async function withinTransaction(
  event: RequestEvent,
  answer: () => Promise<Response> | Response
): Promise<Response> {
  try {
    return await speakAs(
      database,
      (tx) => speakerOf(event, tx),
      async (tx) => {
        event.locals.tx = tx;
        const response = await answer();
        if (response.status >= 500) throw new Undo(response);
        return response;
      }
    );
  } catch (error) {
    if (error instanceof Undo) return error.response;
    throw error;
  }
}

/** Lets whoever asks speak. Public pages are the same for everybody, so there nobody is anybody, not even who is signed in. */
async function speakerOf(event: RequestEvent, tx: Tx): Promise<Speaker | null> {
  const { locals, request, cookies } = event;
  const begun = event.route.id?.startsWith('/(public)')
    ? null
    : await beginSession(tx, request.headers, cookies.get('trellis_organisation'));
  locals.person = begun?.person ?? null;
  locals.signedIn = begun?.person ? begun.signedIn : null;
  locals.belongsNowhere = begun !== null && !begun.person;
  locals.memberships = begun?.memberships ?? [];
  if (locals.person) return null;
  return {
    visitor: true,
    organisation: await organisationForVisitors(tx, event.params.organisation),
    token:
      (event.params as Record<string, string | undefined>).code ??
      event.request.headers.get('x-trellis-lease')
  };
}

const problems = {
  unknown: 'not-found',
  'not-yours': 'not-yours',
  'nothing-to-do': 'nothing-to-do'
} as const satisfies Record<Exclude<EntryRefusal, 'sign-in' | 'second-factor'>, Problem>;

function turnAway(event: RequestEvent, refusal: EntryRefusal, language: string): Response {
  if (refusal === 'second-factor')
    return new Response(null, { status: 303, headers: { location: '/account/second-factor' } });
  // To sign in again would only bring them back here.
  if (event.locals.belongsNowhere) return problemPage('belongs-nowhere', asked(event, language));
  if (refusal !== 'sign-in') return problemPage(problems[refusal], asked(event, language));
  const to = event.request.method === 'GET' ? event.url.pathname + event.url.search : '/today';
  return new Response(null, { status: 303, headers: { location: `/sign-in?to=${encodeURIComponent(to)}` } });
}

function asked(event: RequestEvent, language: string): Asked {
  return { language, theme: event.cookies.get(themeCookie), request: event.locals.requestId };
}

function dress(event: RequestEvent, language: string) {
  const theme = event.cookies.get(themeCookie);
  return ({ html }: { html: string }) =>
    html
      .replace('%trellis.language%', language)
      .replace('%trellis.direction%', getTextDirection(language))
      .replace('%trellis.theme%', isTheme(theme) ? theme : 'system')
      .replace('%trellis.signal%', m.ui_no_signal())
      .replace('%trellis.fonts%', fontsOf(language));
}

// Letters that come late are not used (`font-display: optional`), so those of the page's own writing are asked for with it.
function fontsOf(language: string): string {
  const name = language === 'ar' ? 'noto-arabic' : 'atkinson';
  return ['regular', 'bold']
    .map(
      (weight) =>
        `<link rel="preload" href="/fonts/${name}-${weight}.woff2" as="font" type="font/woff2" crossorigin />`
    )
    .join('\n    ');
}
