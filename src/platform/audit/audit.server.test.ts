import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { audit, auditOf, firstBrokenLink } from './index.server.ts';

const database = onDatabase();

test('a person sees who looked at their record, and nobody else’s entries', async () => {
  const { person, as } = await village(database);
  const amina = await person('Amina', 'supporter');
  const boss = await person('Boss', 'administrator');
  await as(boss, (tx) =>
    audit(tx, { action: 'note.read', subject: amina.id }, { action: 'note.read', subject: boss.id })
  );

  const seen = await as(amina, (tx) => auditOf(tx, amina.id).execute());
  expect(seen).toMatchObject([{ action: 'note.read', actor_name: 'Boss' }]);
  expect(await as(amina, (tx) => auditOf(tx, boss.id).execute())).toEqual([]);
});

test('nobody can say that somebody else did it', async () => {
  const { person, as, organisation } = await village(database);
  const amina = await person('Amina', 'supporter');
  const boss = await person('Boss', 'administrator');
  const forged = as(amina, (tx) =>
    tx
      .insertInto('audit_entries')
      .values({
        organisation_id: organisation,
        id: boss.id,
        at: new Date(),
        actor_id: boss.id,
        action: 'note.read'
      })
      .execute()
  );
  await expect(forged).rejects.toThrow(/row-level security/);
});

test('nobody can say that they did it as somebody they are not', async () => {
  const { person, as, organisation } = await village(database);
  const amina = await person('Amina', 'supporter');
  const entry = { organisation_id: organisation, at: new Date(), action: 'note.read' };
  const claiming = (actor_roles: string) =>
    as(amina, (tx) =>
      tx
        .insertInto('audit_entries')
        .values({ ...entry, id: newId(), actor_roles })
        .execute()
    );
  for (const claimed of ['administrator', 'supporter,administrator', 'system', ''])
    await expect(claiming(claimed), claimed).rejects.toThrow(/row-level security/);
  await claiming('supporter');
});

test('a changed, removed or cut-off entry breaks the chain', async () => {
  const { person, as, asSystem, organisation } = await village(database);
  const boss = await person('Boss', 'administrator');
  for (const action of ['plan.read', 'plan.written', 'plan.shared'] as const)
    await as(boss, (tx) => audit(tx, { action }));
  const check = () => asSystem((tx) => firstBrokenLink(tx, organisation));
  expect(await check()).toBeNull();

  const tamper = async (statement: string) => {
    await database.owner.query(
      `begin; set session_replication_role = replica; ${statement}; set session_replication_role = origin`
    );
    const { rows } = await database.owner.query('select * from first_broken_link($1)', [organisation]);
    await database.owner.query('rollback');
    return rows[0];
  };
  const mine = `organisation_id = '${organisation}'`;
  expect(
    await tamper(`update audit_entries set reason = 'x' where ${mine} and action = 'plan.written'`)
  ).toMatchObject({ sequence: 2, why: 'the entry was altered' });
  expect(await tamper(`delete from audit_links where ${mine} and sequence = 1`)).toMatchObject({
    sequence: 1,
    why: 'a link is missing'
  });
  expect(await tamper(`delete from audit_links where ${mine} and sequence = 3`)).toMatchObject({
    why: 'the end of the chain is missing'
  });
});
