/**
 * An XML document of a package as a tree of local names. The parser is handed no way to fetch anything, and a document type is
 * refused: with it go entities, from files of ours to a thousand million laughs.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';

export type Element = { name: string; attributes: Map<string, string>; children: Element[]; text: string };

const elementsMax = 20_000;
const depthMax = 60;

export const clean = (text = '') => text.replace(/\s+/g, ' ').trim();
export const children = (of: Element | undefined, name: string) =>
  of?.children.filter((one) => one.name === name) ?? [];
export const child = (of: Element | undefined, name: string) => children(of, name)[0];

/** The document as a tree of local names; null when it is not well-formed, too much, or names a document type. */
export function treeOf(xml: string): Element | null {
  const parser = new SaxesParser({ xmlns: true });
  const top: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [top];
  let count = 0;
  let broken = false;
  parser.on('error', () => (broken = true));
  parser.on('doctype', () => (broken = true));
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > elementsMax || open.length > depthMax) broken = true;
    if (broken) return;
    const element = { name: tag.local, attributes: attributesOf(tag), children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => (open.at(-1)!.text += text));
  parser.on('cdata', (text) => (open.at(-1)!.text += text));
  parser.on('closetag', () => !broken && open.pop());
  parser.write(xml.replace(/^\ufeff/, '')).close();
  return broken ? null : (top.children[0] ?? null);
}

// By local name, but `xml:base` by its whole one, so that nobody's `base` is taken for it.
function attributesOf({ attributes }: SaxesTagNS): Map<string, string> {
  return new Map(
    Object.values(attributes).map(({ prefix, local, value }) => [
      prefix === 'xml' ? `xml:${local}` : local,
      value
    ])
  );
}
