/** XML that strangers made, read as it comes. No document type is believed, and nothing is ever fetched. */
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';

export class BrokenXml extends Error {}

/** What is done at each tag and text. Names of tags come without their prefix, which every writer chooses for itself. */
export type Look = {
  open?: (name: string, attributes: Partial<Record<string, string>>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
};

/** Everything that `look` finds, as soon as it is found. Throws `BrokenXml`. */
export async function* foundIn<Found>(
  pieces: AsyncIterable<Buffer>,
  look: (found: (one: Found) => void) => Look
): AsyncGenerator<Found> {
  let found: Found[] = [];
  const parser = parserFor(look((one) => found.push(one)));
  const decoder = new StringDecoder('utf8');
  for await (const piece of pieces) {
    parser.write(decoder.write(piece));
    yield* found;
    found = [];
  }
  parser.write(decoder.end()).close();
  yield* found;
}

function parserFor({ open, text, close }: Look): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', ({ message }) => {
    throw new BrokenXml(message);
  });
  parser.on('doctype', () => {
    throw new BrokenXml('It has a document type.');
  });
  parser.on('opentag', ({ name, attributes }) => open?.(withoutPrefix(name), attributes));
  parser.on('text', (content) => text?.(content));
  parser.on('cdata', (content) => text?.(content));
  parser.on('closetag', ({ name }) => close?.(withoutPrefix(name)));
  return parser;
}

export const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1);
