import ExcelJS from 'exceljs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { listOf, listsAs } from './index.server.ts';

const head = { title: 'Certified', organisation: 'Green Valley', made: 'As it was on 22 November 2026.' };
const people = [
  { name: 'Amina', until: '2027-06-26', hours: 51.5, cost: '1200.50' },
  { name: '=1+1', until: null, hours: 0, cost: null }
];
const certified = listOf({
  title: 'People: certified',
  columns: [
    { label: 'Person', of: ({ name }) => name },
    { label: 'Until', of: ({ until }) => until },
    { label: 'Hours', of: ({ hours }) => hours },
    { label: 'Cost', of: ({ cost }) => cost, amount: true }
  ],
  rows: people
});
const levels = listOf({
  title: 'Levels',
  columns: [
    { label: 'Person', of: ({ name }) => name },
    ...Array.from({ length: 15 }, (_, skill) => ({
      label: `Skill ${skill}`,
      of: () => `seen on day ${skill}`
    }))
  ],
  rows: people
});

async function sheetsIn(file: Buffer): Promise<ExcelJS.Worksheet[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file as unknown as Parameters<typeof book.xlsx.load>[0]);
  return book.worksheets;
}

/** Width and height of a PDF's first page, in points. */
function pageOf(pdf: Buffer): number[] {
  const [, box] = /MediaBox\s*\[([^\]]+)\]/.exec(pdf.toString('latin1'))!;
  return box!.trim().split(/\s+/).slice(2).map(Number);
}

test('text for spreadsheets holds what the database holds, and no cell becomes a formula', async () => {
  const rows = parse(await listsAs('csv', [certified, levels], head), { bom: true });
  expect(rows).toEqual([
    ['Person', 'Until', 'Hours', 'Cost'],
    ['Amina', '2027-06-26', '51.5', '1200.50'],
    ["'=1+1", '', '0', '']
  ]);
});

test('a workbook has a sheet for each list, with amounts that can be summed', async () => {
  const [first, second] = await sheetsIn(await listsAs('xlsx', [certified, levels], head));
  expect([first!.name, second!.name]).toEqual(['People  certified', 'Levels']);
  expect(first!.getCell('D2').value).toBe(1200.5);
  expect(first!.getCell('A3').value).toBe("'=1+1");
  expect(first!.views[0]!.rightToLeft).toBeFalsy();
});

test('a workbook in Arabic is read from the right', async () => {
  const file = await inLanguage('ar', () => listsAs('xlsx', [certified], head));
  const [sheet] = await sheetsIn(file);
  expect(sheet!.views[0]!.rightToLeft).toBe(true);
});

test('a list with many columns lies on its side, one with few stands upright', async () => {
  const [width, height] = pageOf(await listsAs('pdf', [certified], head));
  expect(width).toBeLessThan(height!);
  const [wide, low] = pageOf(await listsAs('pdf', [levels], head));
  expect(wide).toBeGreaterThan(low!);
});

test('a list of nobody is a page all the same, in every language', async () => {
  const nobody = { ...certified, cells: [] };
  for (const language of ['en', 'fr', 'es', 'sw', 'ar'] as const) {
    const paper = await inLanguage(language, () => listsAs('pdf', [nobody], head));
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  }
});
