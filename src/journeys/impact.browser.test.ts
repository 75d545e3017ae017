import { expect, test } from 'vitest';
import { m } from '#messages';
import { inBrowser } from '#platform/testing/browser.ts';
import { press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();

test('a grants manager sees what came of the work, where each figure comes from, and takes it to the donor', async () => {
  const page = await as('grants', withoutScript);
  await page.goto('/impact');
  expect(await read(page)).toContain(m.impact_change_phq9());
  const { search } = new URL(
    (await page.locator('main a[href^="/impact/export.csv"]').getAttribute('href'))!,
    page.url()
  );
  const csv = await page.request.get(`/impact/export.csv${search}`);
  expect(csv.headers()['content-type']).toContain('text/csv');
  const pdf = await page.request.get(`/impact/report.pdf${search}`);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  await press(page.locator('main a[href^="/impact/figures/"]').first());
  expect(await read(page)).toContain(m.impact_counts_what());
  // The story's people are called so; a figure never names anybody.
  expect(await read(page)).not.toMatch(
    /\b(Calm|Quiet|Brave|Gentle|Silver) (River|Acacia|Swallow|Heron|Finch)\b/
  );
});
