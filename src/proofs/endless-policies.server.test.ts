/** Policies that look into each other: PostgreSQL refuses what it takes for endless, and what was allowed breaks. */
import { expect, test } from 'vitest';
import { onDatabase } from '#platform/testing/index.server.ts';

const database = onDatabase();
const endless = '42P17';

test('no table’s policies go round in circles, whether one reads it, adds to it or removes from it', async () => {
  const { owner } = database;
  const { rows } = await owner.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity"
  );
  const wrong: string[] = [];
  for (const { name } of rows)
    for (const asked of [
      `select * from ${name}`,
      `insert into ${name} select * from jsonb_populate_record(null::${name}, '{}')`,
      `delete from ${name}`
    ]) {
      await owner.query('begin; set local role trellis_app');
      await owner
        .query(`explain ${asked}`)
        .catch(({ code }: { code?: string }) => code === endless && wrong.push(asked));
      await owner.query('rollback');
    }
  expect(rows.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
