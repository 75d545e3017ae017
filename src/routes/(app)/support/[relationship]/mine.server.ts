import { error } from '@sveltejs/kit';
import { openRelationshipsVisibleTo } from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** One of this supporter's own open relationships; anything else does not exist for them. */
export async function ownRelationship(tx: Tx, id: string, person: Person) {
  const found = /^[0-9a-f-]{36}$/.test(id)
    ? await openRelationshipsVisibleTo(tx, person)
        .where('relationships.id', '=', id)
        .where('relationships.supporter_id', '=', person.id)
        .executeTakeFirst()
    : undefined;
  return found ?? error(404, 'not-found');
}
