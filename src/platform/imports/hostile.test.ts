import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { refusalOfArchive } from '#platform/archives/index.server.ts';
import { checkRows } from './check.ts';
import { readCsv } from './csv.server.ts';
import { readGeoJson } from './geojson.server.ts';
import { layoutOf } from './layout.ts';
import { problemsCsv } from './problems.server.ts';
import { readCount, readName } from './readings.ts';
import type { Sheet, SheetRefusal } from './sheet.ts';
import { readWorkbook } from './workbook.server.ts';

const oneMegabyte = { unpackedBytesMax: 1024 * 1024, partsMax: 500 };

const kind = {
  columns: {
    name: { label: () => 'Name', aliases: ['nom'], required: true as const, read: readName },
    people: { label: () => 'People', aliases: ['population'], read: readCount(0, 1e9) }
  },
  key: ({ name }: { name: string }) => name
};
const known = [
  { key: 'name', names: ['name'] },
  { key: 'people', names: ['people'] }
];
const habits = { language: 'en' as const, dayFirst: true, today: '2026-11-21' };

/** Whatever a file holds, it ends as rows or as a refusal with a name. */
function throughTheImporter(sheet: Sheet | SheetRefusal) {
  if (typeof sheet === 'string') return sheet;
  const layout = layoutOf(sheet, known);
  return typeof layout === 'string' ? layout : checkRows(kind, layout, ['name', 'people'], habits);
}

async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  fill(book.addWorksheet('Sheet'));
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** An archive of one part that says it unpacks to `claimed` bytes. */
function archive(
  content: Buffer,
  { claimed = content.length, name = 'a.xml', before = Buffer.alloc(0) } = {}
): Buffer {
  return archiveOf([{ name, content, claimed }], before);
}

type Part = { name: string; content: Buffer; claimed?: number };

function archiveOf(parts: Part[], before: Buffer = Buffer.alloc(0)): Buffer {
  const locals: Buffer[] = [before];
  const centrals: Buffer[] = [];
  let at = before.length;
  for (const { name, content, claimed = content.length } of parts) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(claimed, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(claimed, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), packed);
    centrals.push(central, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** The parts of a workbook, unpacked, so that what is inside can be damaged and packed again. */
function partsOf(book: Buffer): Part[] {
  const end = book.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const parts: Part[] = [];
  let at = book.readUInt32LE(end + 16);
  for (let index = 0; index < book.readUInt16LE(end + 10); index++) {
    const nameLength = book.readUInt16LE(at + 28);
    const local = book.readUInt32LE(at + 42);
    const start = local + 30 + book.readUInt16LE(local + 26) + book.readUInt16LE(local + 28);
    const packed = book.subarray(start, start + book.readUInt32LE(at + 20));
    const content = book.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
    parts.push({ name: book.toString('utf8', at + 46, at + 46 + nameLength), content });
    at += 46 + nameLength + book.readUInt16LE(at + 30) + book.readUInt16LE(at + 32);
  }
  return parts;
}

describe('a text file', () => {
  test('of any bytes at all never crashes the importer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 2000 }),
        async (bytes) => void throughTheImporter(await readCsv(Buffer.from(bytes), 'en'))
      )
    );
  });

  test('of any text under the right headers never crashes the importer', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', '=1+1', '"', '\u0000', '\ud800', '\r', ';;;')
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 6 })), async (rows) => {
        const text = ['name,people', ...rows.map((row) => row.join(','))].join('\n');
        throughTheImporter(await readCsv(Buffer.from(text), 'en'));
      })
    );
  });

  test.each([
    ['name,people\nA,1', ','],
    ['name;people\nA;1,5', ';'],
    ['name\tpeople\nA, B\t1', '\t'],
    ['"na,me";people\n"A; B";2', ';']
  ])('%j is split at %j', async (text) => {
    const sheet = (await readCsv(Buffer.from(text), 'en')) as Sheet;
    expect(sheet.rows.map(({ cells }) => cells.length)).toEqual([2, 2]);
  });

  test('from an old Windows program keeps its accents, in French and in Arabic', async () => {
    const french = (await readCsv(Buffer.from([0x5a, 0x6f, 0xe9, 0x3b, 0x31, 0x0a]), 'fr')) as Sheet;
    expect(french.rows[0]!.cells[0]!.text).toBe('Zoé');
    const arabic = (await readCsv(Buffer.from([0xe3, 0xc7, 0xd1, 0x3b, 0x31, 0x0a]), 'ar')) as Sheet;
    expect(arabic.rows[0]!.cells[0]!.text).toBe('مار');
  });

  test('with and without a byte-order mark says the same', async () => {
    const plain = await readCsv(Buffer.from('name,people\nZoé,1'), 'en');
    expect(await readCsv(Buffer.from('\ufeffname,people\nZoé,1'), 'en')).toEqual(plain);
    expect(await readCsv(Buffer.from('\ufeffname,people\nZoé,1', 'utf16le'), 'en')).toEqual(plain);
  });

  test('with a cell that never ends, too many rows, or zeros is refused', async () => {
    expect(await readCsv(Buffer.from(`name,people\n"${'x'.repeat(5_000_000)}`), 'en')).toBe('cell-too-long');
    expect(await readCsv(Buffer.from('a\n'.repeat(100_020)), 'en')).toBe('too-many-rows');
    expect(await readCsv(Buffer.from('name\u0000,b\n'), 'en')).toBe('not-text');
    expect(await readCsv(Buffer.from(`${','.repeat(300)}\n`), 'en')).toBe('too-many-columns');
  });

  test('with two headers of one name keeps both columns apart', async () => {
    const checked = throughTheImporter(await readCsv(Buffer.from('name,people,name\nA,1,B'), 'en'));
    expect(checked).toMatchObject({ rows: [{ row: { name: 'A', people: 1 } }] });
  });

  test('cannot reach into the program through __proto__', async () => {
    throughTheImporter(await readCsv(Buffer.from('name,people,__proto__\n__proto__,1,polluted'), 'en'));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('name');
  });
});

describe('a workbook', () => {
  test('gives days, numbers and the saved results of formulas, and computes nothing', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['name', 'people', 'since']);
      sheet.addRow(['Alpha', { formula: 'HYPERLINK("http://x")', result: 12 }, new Date('2026-03-01')]);
      sheet.addRow([{ richText: [{ text: 'Be' }, { text: 'ta' }] }, { formula: '1+1' }, null]);
    });
    const sheet = (await readWorkbook(bytes)) as Sheet;
    expect(sheet.rows[1]!.cells).toMatchObject([
      { text: 'Alpha' },
      { text: '12', number: 12, formula: true },
      { text: '2026-03-01' }
    ]);
    expect(sheet.rows[2]!.cells[0]).toEqual({ text: 'Beta' });
    expect(sheet.rows[2]!.cells[1]).toMatchObject({ formula: true });
  });

  test('with any of its bytes changed never crashes the importer', async () => {
    const whole = await workbook((sheet) => {
      for (let row = 0; row < 20; row++)
        sheet.addRow(['name', row, new Date('2026-03-01'), { formula: 'A1', result: 'x' }]);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          throughTheImporter(await readWorkbook(bytes));
        }
      ),
      { numRuns: 150 }
    );
  });

  test('whose XML is damaged inside a whole archive never crashes the importer', async () => {
    const parts = partsOf(
      await workbook((sheet) => {
        for (let row = 0; row < 10; row++)
          sheet.addRow(['name', row, new Date('2026-03-01'), { formula: 'A1', result: 'x' }]);
      })
    );
    expect(typeof (await readWorkbook(archiveOf(parts)))).toBe('object');
    const nonsense = fc.constantFrom(
      '<',
      '>',
      '&',
      '&#x0;',
      '&bomb;',
      ']]>',
      '"',
      '</row>',
      '<row>',
      '<c r="ZZZ1">',
      '</worksheet>',
      '<!--',
      '-1',
      '1e999',
      'NaN',
      '\u0000',
      '<!DOCTYPE x [<!ENTITY bomb "x">]>',
      '<v>',
      '</v>',
      't="s"',
      '99999999'
    );
    const damage = fc.record({
      part: fc.nat(parts.length - 1),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      taken: fc.nat(40),
      given: fc.oneof(nonsense, fc.string({ unit: 'binary', maxLength: 10 }))
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 5 }), async (damages) => {
        const damaged = parts.map(({ name, content }) => ({ name, content: content.toString('utf8') }));
        for (const { part, at, taken, given } of damages) {
          const text = damaged[part]!.content;
          const from = Math.floor(at * text.length);
          damaged[part]!.content = text.slice(0, from) + given + text.slice(from + taken);
        }
        const book = archiveOf(damaged.map(({ name, content }) => ({ name, content: Buffer.from(content) })));
        throughTheImporter(await readWorkbook(book));
      }),
      { numRuns: 200 }
    );
  });

  test('cut off anywhere is refused', async () => {
    const whole = await workbook((sheet) => sheet.addRow(['name', 'people']));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 30), async (length) => {
        expect(await readWorkbook(whole.subarray(0, length))).toBe('broken-archive');
      }),
      { numRuns: 30 }
    );
  });

  test('that unpacks to far more than it says is refused before it is read', async () => {
    const bomb = archive(Buffer.alloc(8 * 1024 * 1024), { claimed: 100 });
    expect(bomb.length).toBeLessThan(20_000);
    expect(await refusalOfArchive(bomb, oneMegabyte)).toBe('archive-too-large');
    expect(await refusalOfArchive(archive(Buffer.alloc(100)), oneMegabyte)).toBeNull();
  });

  test('that hides a part its own list does not name is refused', async () => {
    const hidden = archive(Buffer.alloc(1000), { name: 'b.xml' });
    const local = Buffer.from(hidden).subarray(0, hidden.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])));
    expect(await refusalOfArchive(archive(Buffer.from('x'), { before: local }))).toBe('broken-archive');
  });

  test('with a cell at an impossible address is read where it stands, or refused', async () => {
    const parts = partsOf(await workbook((sheet) => sheet.addRow(['name'])));
    const readAt = (reference: string) => {
      const xml = `<worksheet><sheetData><row r="${reference}"><c r="${reference}"><v>1</v></c></row></sheetData></worksheet>`;
      const damaged = parts.map((part) =>
        part.name === 'xl/worksheets/sheet1.xml' ? { ...part, content: Buffer.from(xml) } : part
      );
      return readWorkbook(archiveOf(damaged));
    };
    for (const reference of ['ZZZZZZZ1', 'A99999999999', '1', '', '__proto__'])
      expect(await readAt(reference), reference).toEqual({
        rows: [{ number: 1, cells: [{ text: '1', number: 1 }] }]
      });
    expect(await readAt('ZZZ1')).toBe('too-many-columns');
  });

  test('with a document type is refused, so that no entity is ever believed', async () => {
    const parts = partsOf(await workbook((sheet) => sheet.addRow(['name'])));
    const typed = parts.map(({ name, content }) => ({
      name,
      content: name.endsWith('sheet1.xml')
        ? Buffer.from(content.toString().replace('<worksheet', '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'))
        : content
    }));
    expect(await readWorkbook(archiveOf(typed))).toBe('broken-file');
  });
});

describe('GeoJSON', () => {
  test('of any shape never crashes the importer', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (json) => {
        readGeoJson(Buffer.from(json), 'en');
        readGeoJson(
          Buffer.from(`{"type":"FeatureCollection","features":[{"properties":${json},"geometry":${json}}]}`),
          'en'
        );
      })
    );
  });

  test('a million brackets deep is refused', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    const sheet = readGeoJson(
      Buffer.from(
        `{"type":"FeatureCollection","features":[{"properties":{},"geometry":{"type":"Polygon","coordinates":${deep}}}]}`
      ),
      'en'
    );
    expect(typeof sheet === 'string' || sheet.rows[1]!.cells[0]!.text === '').toBe(true);
  });
});

test('a problem’s value cannot become a formula in the list that is downloaded', () => {
  const values = ['=cmd()', '+1', '-1', '@x', '\t=1', '\r=1'];
  const csv = problemsCsv(
    values.map((value) => ({ row: 1, column: null, value, why: 'w', weight: 'error' }))
  );
  for (const line of csv.split('\r\n').slice(1, -1)) expect(line.split(',')[3]).toMatch(/^"?'/);
});

// `TRELLIS_TEST_ROWS=100000` reads as many as there may be; a tenth shows the same bounds in a tenth of the time.
const rowsRead = Number(process.env.TRELLIS_TEST_ROWS ?? 10_000);
const memoryMax = 400 * 1024 * 1024;

async function memoryTaken(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  await work();
  return process.memoryUsage().rss - before;
}

describe('as many rows as there may be are read within bounds of memory', { timeout: 300_000 }, () => {
  test('from a text file', async () => {
    const lines = Array.from(
      { length: rowsRead },
      (_, index) => `Place number ${index},${index},some,more,cells`
    );
    const bytes = Buffer.from(['name,people,a,b,c', ...lines].join('\n'));
    const taken = await memoryTaken(async () =>
      expect(throughTheImporter(await readCsv(bytes, 'en'))).toMatchObject({
        rows: { length: rowsRead },
        problems: []
      })
    );
    expect(taken).toBeLessThan(memoryMax);
  });

  test('from a workbook, whether its words lie in their cells or in a list of their own', async () => {
    for (const useSharedStrings of [false, true]) {
      const bytes = await longWorkbook(useSharedStrings);
      const taken = await memoryTaken(async () =>
        expect(throughTheImporter(await readWorkbook(bytes))).toMatchObject({
          rows: { length: rowsRead },
          problems: []
        })
      );
      expect(taken).toBeLessThan(memoryMax);
    }
  });
});

async function longWorkbook(useSharedStrings: boolean): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const stream = new PassThrough().on('data', (piece: Buffer) => pieces.push(piece));
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings });
  const sheet = book.addWorksheet('Sheet');
  sheet.addRow(['name', 'people', 'a', 'b', 'c']).commit();
  for (let row = 0; row < rowsRead; row++)
    sheet.addRow([`Place number ${row}`, row, 'some', 'more', 'cells']).commit();
  await book.commit();
  return Buffer.concat(pieces);
}
