import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csv } from './index.ts';

const column = [{ label: 'What', of: (row: string) => row }];

test('no cell can become a formula, and amounts can still be summed', () => {
  const text = csv(column, ['=1+1', '@SUM(A1)', '+1', '-2+3', '\t=1', ' =1', '-12.50']);
  const cells = parse(text, { bom: true }).slice(1).flat();
  expect(cells).toEqual(["'=1+1", "'@SUM(A1)", "'+1", "'-2+3", "'\t=1", "' =1", '-12.50']);
});

test('whatever people write comes back as one cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (written) => {
      const [, [cell]] = parse(csv(column, [written]), { bom: true }) as [string[], string[]];
      expect(cell!.replace(/^'/, '')).toBe(written.replace(/^'/, ''));
    })
  );
});
