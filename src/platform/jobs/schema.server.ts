/** The queue's own tables, apart from the queue itself: `migrate` needs nothing else of it. */
import type pg from 'pg';

/** Makes them where there are none, and lets the running program use them; part of `migrate`. */
export async function createQueues(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select from pg_namespace where nspname = 'pgboss'");
  if (rowCount === 0) {
    const { getConstructionPlans } = await import('pg-boss');
    await client.query(getConstructionPlans('pgboss'));
  }
  await client.query(`grant usage on schema pgboss to trellis_app;
    grant select, insert, update, delete on all tables in schema pgboss to trellis_app;
    grant execute on all functions in schema pgboss to trellis_app`);
}
