import { error, type RequestEvent } from '@sveltejs/kit';
import { readPlan } from '#domains/care-plans/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** A plan this supporter or clinician may see now, opened; any other does not exist for them. */
export async function openedPlan(tx: Tx, id: string, person: Person) {
  const plan = /^[0-9a-f-]{36}$/.test(id) ? await readPlan(tx, id, person) : undefined;
  return plan ?? error(404, 'not-found');
}

export async function planNamed({ params }: { params: Partial<RequestEvent['params']> & { plan?: string } }) {
  return params.plan ?? null;
}
