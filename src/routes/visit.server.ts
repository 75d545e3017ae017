import type { RequestEvent } from '@sveltejs/kit';
import type { Visit } from '#platform/identity/index.server.ts';

/** Who is asking, for sign-in: their cookies, and the address that limits are counted by. */
export function visitOf(event: RequestEvent): Visit {
  return { headers: event.request.headers, address: event.getClientAddress() };
}
