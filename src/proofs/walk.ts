/** Walks every page a person can get to by links, one address a route. */
import type { Somebody } from './people.ts';
import { routeOf, type Route } from './routes.ts';

export type Stop = { route: Route; where: string; status: number; html: string };

const linksAtMost = 400;

/** Follows same-origin links from the front, the visitor's and the person's own first page; each route is opened once. */
export async function walk(
  person: Somebody,
  all: Route[],
  starts: readonly string[]
): Promise<Map<string, Stop>> {
  const stops = new Map<string, Stop>();
  const waiting = [...starts];
  for (let asked = 0; waiting.length > 0 && asked < linksAtMost;) {
    const where = waiting.shift()!;
    const route = routeOf(all, where.split('?')[0]!);
    if (!route?.get || stops.has(route.id)) continue;
    asked += 1;
    const answer = await person.get(where);
    const html = answer.headers.get('content-type')?.startsWith('text/html') ? await answer.text() : '';
    const onwards = answer.headers.get('location');
    if (onwards) waiting.push(pathWithin(onwards, where));
    if (answer.status !== 200) continue;
    stops.set(route.id, { route, where, status: answer.status, html });
    for (const [, href] of html.matchAll(/<a\b[^>]*?\bhref="([^"]+)"/g))
      waiting.push(pathWithin(href!, where));
  }
  return stops;
}

function pathWithin(href: string, from: string): string {
  const { origin, pathname, search } = new URL(href.replaceAll('&amp;', '&'), `http://here${from}`);
  return origin === 'http://here' ? pathname + search : '/nowhere';
}
