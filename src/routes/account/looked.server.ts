import type { RequestEvent } from '@sveltejs/kit';
import { auditOf } from '#platform/audit/index.server.ts';

const entriesMax = 200;

/** The latest looks at, and changes to, the person's own record. */
export async function loadLooks({ locals }: Pick<RequestEvent, 'locals'>) {
  const { id, organisation } = locals.person!;
  return {
    looks: await auditOf(locals.tx, id).limit(entriesMax).execute(),
    reader: id,
    zone: organisation.timeZone
  };
}
