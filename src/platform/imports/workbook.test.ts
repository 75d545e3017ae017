import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { cellOf, isDayFormat } from './workbook-cell.ts';
import { readWorkbook } from './workbook.server.ts';

const example = readFileSync('examples/people.xlsx');

// Another program's way of writing: prefixes, addresses from the top, words shared with how they are pronounced.
const foreign = {
  '_rels/.rels':
    '<r:Relationships xmlns:r="r"><r:Relationship Id="a" Type="http://x/officeDocument" Target="/book/main.xml"/></r:Relationships>',
  'book/main.xml':
    '<x:workbook xmlns:x="x" xmlns:q="q"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="Lists" state="veryHidden" q:id="h"/><x:sheet name="Empty" q:id="e"/><x:sheet name="People" q:id="p"/></x:sheets></x:workbook>',
  'book/_rels/main.xml.rels':
    '<Relationships><Relationship Id="h" Type="http://x/worksheet" Target="hidden.xml"/><Relationship Id="e" Type="http://x/worksheet" Target="./empty.xml"/><Relationship Id="p" Type="http://x/worksheet" Target="/book/people.xml"/><Relationship Id="s" Type="http://x/sharedStrings" Target="words.xml"/><Relationship Id="t" Type="http://x/styles" Target="styles.xml"/></Relationships>',
  'book/hidden.xml': '<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>',
  'book/empty.xml': '<worksheet><sheetData><row r="3"><c r="A3" s="1"/></row></sheetData></worksheet>',
  'book/people.xml': `<x:worksheet xmlns:x="x"><x:sheetData>
    <x:row r="2"><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c r="D2" t="inlineStr"><x:is><x:t>in </x:t><x:t>line</x:t></x:is></x:c></x:row>
    <x:row><x:c s="1"><x:v>1</x:v></x:c><x:c s="1"><x:v>0.604166666666667</x:v></x:c><x:c s="2"><x:v>12.5</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c></x:row>
    <x:row r="9"><x:c t="str"><x:f>A1&amp;"x"</x:f><x:v>saved</x:v></x:c><x:c r="XFD9" s="1"/></x:row>
  </x:sheetData></x:worksheet>`,
  'book/words.xml':
    '<sst><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><r><t xml:space="preserve">Be </t></r><r><t>ta</t></r></si></sst>',
  'book/styles.xml':
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm\\-yy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="2"/></cellXfs></styleSheet>'
};

test('a workbook is read by what it says of itself, whichever program wrote it', async () => {
  const bytes = zipSync(
    Object.fromEntries(Object.entries(foreign).map(([name, xml]) => [name, strToU8(xml)]))
  );
  expect(await readWorkbook(Buffer.from(bytes))).toEqual({
    rows: [
      { number: 2, cells: [{ text: '東京' }, { text: 'Be ta' }, { text: '' }, { text: 'in line' }] },
      {
        number: 3,
        cells: [{ text: '1904-01-02' }, { text: '14:30' }, { text: '12.5', number: 12.5 }, { text: 'true' }]
      },
      { number: 9, cells: [{ text: 'saved', formula: true }] }
    ]
  });
});

// A reader that depends on which of its own streams is first is wrong once in thirty times.
test('the same workbook is the same rows, however often it is read', async () => {
  const sheets = [];
  for (let round = 0; round < 100; round++)
    sheets.push(...(await Promise.all([1, 2, 3].map(() => readWorkbook(example)))));
  expect([
    ...new Set(sheets.map((sheet) => (typeof sheet === 'string' ? sheet : sheet.rows.length)))
  ]).toEqual([7]);
});

test('a list of people leaves nothing of itself in any folder', async () => {
  const before = process.env.TMPDIR;
  const folder = mkdtempSync(path.join(tmpdir(), 'trellis-workbook-'));
  process.env.TMPDIR = folder;
  try {
    await readWorkbook(example);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});

test.each([
  [14, undefined, true],
  [2, undefined, false],
  [164, 'yyyy-mm-dd', true],
  [164, '[h]:mm', true],
  [164, '#,##0.00 "days"', false],
  [164, '[Red]0.0', false],
  [164, '_-* #,##0.00\\ \\d_-', false],
  [164, 'General', false],
  [164, '0.00E+00', false]
])('a number in format %i %s is a day: %s', (id, code, expected) =>
  expect(isDayFormat(id, code)).toBe(expected)
);

// ECMA-376 part 1, 18.17.4.1: in the 1900 system, serial 39448 is 2008-01-01; from 1904 it is 37986.
test('a day is counted as spreadsheets count', () => {
  const day = (value: string, from1904: boolean) =>
    cellOf({ type: 'n', value, style: 0, formula: false }, { words: [], dayStyles: new Set([0]), from1904 })
      .text;
  expect(day('39448', false)).toBe('2008-01-01');
  expect(day('37986', true)).toBe('2008-01-01');
  expect(day('39448.75', false)).toBe('2008-01-01 18:00');
});
