import { expect, test } from 'vitest';
import { paymentPolicyOn } from '#domains/funding/index.server.ts';
import { safeguardingPolicyOn } from '#domains/safeguarding/index.server.ts';
import { supervisionPolicyOn } from '#domains/supervision/index.server.ts';
import { trainingPolicyOn } from '#domains/training/index.server.ts';
import { locales } from '#languages';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';

const database = onDatabase();
const today = '2026-06-01';

test('where an organisation has decided nothing, the source is told in the language of whoever reads', async () => {
  const { person, as } = await village(database);
  const cora = await person('Cora', 'coordinator');
  const defaults = await as(cora, async (tx) => [
    await paymentPolicyOn(tx, cora, today),
    await trainingPolicyOn(tx, today),
    await supervisionPolicyOn(tx, today),
    await safeguardingPolicyOn(tx, today)
  ]);
  for (const policy of defaults) {
    const told = locales.map((locale) => inLanguage(locale, () => policy.source));
    expect(new Set(told).size, told[0]).toBe(locales.length);
  }
});
