import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { firstCertificates } from './index.server.ts';

const database = onDatabase();

test('who accounts for training hears when somebody was first certified for each role, and a supporter does not', async () => {
  const { as, person, organisation } = await village(database);
  const grace = await person('Grace', 'grants-manager');
  const cora = await person('Cora', 'coordinator');
  const amina = await person('Amina', 'supporter');
  const first = newId();
  const certified = [
    [first, 'supporter', '2026-06-01', 'A'],
    [newId(), 'supporter', '2026-12-01', 'B'],
    [newId(), 'child-safeguarding', '2026-09-01', 'C']
  ];
  for (const [id, role, on, letter] of certified)
    await database.owner.query(
      `insert into certificates values ($1, $2, $3, $4, 40, $5, $6, '2027-06-01', now(), $7)`,
      [organisation, id, amina.id, role, cora.id, on, letter!.repeat(26)]
    );
  expect(await as(grace, (tx) => firstCertificates(tx, [amina.id, cora.id]))).toMatchObject([
    { person: amina.id, certificate: first, on: '2026-06-01' },
    { person: amina.id, on: '2026-09-01' }
  ]);
  expect(await as(amina, (tx) => firstCertificates(tx, [amina.id]))).toEqual([]);
});
