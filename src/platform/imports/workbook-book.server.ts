/** Finds its way through the parts of a workbook: its sheets in their order, and what their cells refer to. */
import path from 'node:path';
import type { ArchivePart } from '#platform/archives/index.server.ts';
import { isDayFormat, type BookOfCells } from './workbook-cell.ts';
import { BrokenXml, foundIn, withoutPrefix } from './xml.server.ts';

type Relation = { id: string; type: string; target: string };
type Parts = Map<string, ArchivePart>;

/** The sheets that people see, and the book their cells belong to. Throws `BrokenXml` when it is no workbook. */
export async function openBook(
  archive: ArchivePart[]
): Promise<{ sheets: ArchivePart[]; book: BookOfCells }> {
  const parts: Parts = new Map(archive.map((part) => [part.name, part]));
  const main = (await relationsOf(parts, '')).find(({ type }) => type === 'officeDocument');
  const workbook = main && parts.get(main.target);
  if (!workbook) throw new BrokenXml('It has no workbook.');
  const relations = await relationsOf(parts, workbook.name);
  const partOf = (type: string) => {
    const found = relations.find((relation) => relation.type === type);
    return found && parts.get(found.target);
  };
  const { sheets, from1904 } = await contentsOf(workbook);
  return {
    sheets: sheets.flatMap((id) => parts.get(relations.find((one) => one.id === id)?.target ?? '') ?? []),
    book: {
      words: await wordsOf(partOf('sharedStrings')),
      dayStyles: await dayStylesOf(partOf('styles')),
      from1904
    }
  };
}

/** What the part at `from` refers to; of the whole archive for `''`. A type is the last word of its address. */
async function relationsOf(parts: Parts, from: string): Promise<Relation[]> {
  const folder = path.posix.dirname(from);
  const part = parts.get(path.posix.join(folder, '_rels', `${path.posix.basename(from)}.rels`));
  if (!part) return [];
  const relations = foundIn<Relation>(part.pieces(), (found) => ({
    open: (name, { Id = '', Type = '', Target }) => {
      if (name !== 'Relationship' || Target === undefined) return;
      const type = Type.split('/').at(-1)!;
      found({ id: Id, type, target: path.posix.resolve('/', folder, Target).slice(1) });
    }
  }));
  return Array.fromAsync(relations);
}

async function contentsOf(workbook: ArchivePart): Promise<{ sheets: string[]; from1904: boolean }> {
  let from1904 = false;
  const sheets = foundIn<string>(workbook.pieces(), (found) => ({
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      // What a program keeps for itself in a hidden sheet, such as the choices of a column, is nobody's list.
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      const id = Object.keys(attributes).find((key) => withoutPrefix(key) === 'id');
      found((id && attributes[id]) ?? '');
    }
  }));
  return { sheets: await Array.fromAsync(sheets), from1904 };
}

/** The list of words that cells share. How a word is pronounced stands beside it and is no part of it. */
async function wordsOf(part: ArchivePart | undefined): Promise<string[]> {
  if (!part) return [];
  return Array.fromAsync(
    foundIn<string>(part.pieces(), (found) => {
      let words = '';
      let inText = false;
      let pronounced = false;
      return {
        open: (name) => {
          if (name === 'si') words = '';
          if (name === 'rPh') pronounced = true;
          inText = name === 't' && !pronounced;
        },
        text: (text) => {
          if (inText) words += text;
        },
        close: (name) => {
          inText = false;
          if (name === 'rPh') pronounced = false;
          if (name === 'si') found(words);
        }
      };
    })
  );
}

/** The numbers of the styles whose numbers are days. */
async function dayStylesOf(part: ArchivePart | undefined): Promise<Set<number>> {
  if (!part) return new Set();
  const codes = new Map<number, string>();
  let inCells = false;
  const formats = foundIn<number>(part.pieces(), (found) => ({
    open: (name, { numFmtId, formatCode = '' }) => {
      const id = Number(numFmtId ?? 0);
      if (name === 'numFmt') codes.set(id, formatCode);
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) found(id);
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    }
  }));
  const styles = await Array.fromAsync(formats);
  return new Set(styles.flatMap((id, style) => (isDayFormat(id, codes.get(id)) ? [style] : [])));
}
