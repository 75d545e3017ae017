/**
 * Badges in pictures, as the Open Badges 3.0 specification bakes them: an uncompressed iTXt chunk of a PNG, an element of
 * an SVG. Taking one out reads no more of the picture than where the credential is.
 */
import { crc32 } from 'node:zlib';
import { problem } from './problem.ts';
import { isToken } from './token.ts';

const keyword = 'openbadgecredential';
const namespace = 'https://purl.imsglobal.org/ob/v3p0';
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A picture of a badge is small; what is larger is not looked at. */
export const pictureBytesMax = 2 * 1024 * 1024;

export function bakePng(png: Buffer, json: string): Buffer {
  const [first] = chunksOf(png);
  if (first?.type !== 'IHDR') throw new Error('A PNG begins with its header.');
  // Keyword, not compressed, no language, no translated keyword, text.
  const data = Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(json, 'utf8')]);
  return Buffer.concat([png.subarray(0, first.end), chunk('iTXt', data), png.subarray(first.end)]);
}

export function bakeSvg(svg: string, json: string): string {
  const body = json.replaceAll(']]>', ']]]]><![CDATA[>');
  const element = `<openbadges:credential><![CDATA[${body}]]></openbadges:credential>`;
  return svg.replace(/<svg\b([^>]*)>/, (_tag, attributes: string) =>
    [`<svg xmlns:openbadges="${namespace}"${attributes}>`, element].join('')
  );
}

/** A badge's text (JSON, or a token), out of whatever kind of file it came in. Throws a CredentialProblem when there is none. */
export function unbake(file: Buffer): string {
  if (file.length > pictureBytesMax) throw problem('not-a-badge', 'The file is far larger than a badge.');
  if (file.subarray(0, signature.length).equals(signature)) return fromPng(file);
  const text = textOf(file);
  if (text.startsWith('{') || isToken(text)) return text;
  if (text.startsWith('<')) return fromSvg(text);
  throw problem('not-a-badge', 'The file is neither JSON, a token, nor a PNG or SVG picture.');
}

function textOf(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file).trim();
  } catch {
    throw problem('not-a-badge', 'The file is neither text nor a PNG picture.');
  }
}

function fromPng(png: Buffer): string {
  const baked = chunksOf(png).filter(
    ({ type, data }) => type === 'iTXt' && data.toString('latin1', 0, keyword.length + 1) === `${keyword}\0`
  );
  if (baked.length === 0) throw problem('not-a-badge', 'There is no badge in this picture.');
  if (baked.length > 1) throw problem('malformed', 'There is more than one badge in this picture.');
  const { data } = baked[0]!;
  const compressed = data[keyword.length + 1];
  const language = data.indexOf(0, keyword.length + 3);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (compressed !== 0 || translated < 0)
    throw problem('malformed', 'The badge is not put into the picture as it should be.');
  return data.toString('utf8', translated + 1).trim();
}

function fromSvg(svg: string): string {
  const elements = [
    ...svg.matchAll(/<openbadges:credential\b([^>]*?)(?:\/>|>([^]*?)<\/openbadges:credential\s*>)/g)
  ];
  if (elements.length > 1) throw problem('malformed', 'There is more than one badge in this picture.');
  const [, attributes, body = ''] = elements[0] ?? [];
  if (attributes === undefined) throw problem('not-a-badge', 'There is no badge in this picture.');
  const token = /\sverify\s*=\s*(["'])\s*([^"']*?)\s*\1/.exec(attributes)?.[2];
  if (token !== undefined) return token;
  const sections = [...body.matchAll(/<!\[CDATA\[([^]*?)\]\]>/g)].map(([, text]) => text);
  return (sections.length > 0 ? sections.join('') : withoutEntities(body)).trim();
}

const entities: Record<string, string> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };

function withoutEntities(text: string): string {
  return text.replace(/&(quot|apos|lt|gt|amp);/g, (_whole, name: string) => entities[name]!);
}

type Chunk = { type: string; data: Buffer; end: number };

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at + 12 <= png.length) {
    const length = png.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > png.length) throw problem('malformed', 'The picture is cut off.');
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end - 4), end });
    at = end;
  }
  return chunks;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
