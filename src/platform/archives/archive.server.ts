/**
 * Looks into a zip archive before anything unpacks it. What an archive says about its own sizes may be a lie, so each
 * part is really unpacked, counted and thrown away; and the parts must fill the file without gaps, so that a reader
 * that walks the file meets exactly the parts that were counted.
 */
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';

export type ArchiveRefusal = 'broken-archive' | 'archive-too-large';

// A sheet of 100,000 rows and twenty columns unpacks to about 150 MB of XML.
const workbookLimits: ArchiveLimits = { unpackedBytesMax: 200 * 1024 * 1024, partsMax: 500 };

export type ArchiveLimits = { unpackedBytesMax: number; partsMax: number };

type Part = { name: string; start: number; end: number; method: number; unpacked: number };

/** A part of an archive that was looked into: its path there, and what it holds, piece by piece, as often as is asked. */
export type ArchivePart = { name: string; pieces: () => AsyncIterable<Buffer> };

/** Null when the archive is whole and unpacks within bounds. */
export async function refusalOfArchive(
  bytes: Buffer,
  limits: ArchiveLimits = workbookLimits
): Promise<ArchiveRefusal | null> {
  const parts = await partsWithin(bytes, limits);
  return typeof parts === 'string' ? parts : null;
}

/** The parts of an archive that is whole and unpacks within bounds; or why not. Nothing of them is put anywhere. */
export async function partsOfArchive(
  bytes: Buffer,
  limits: ArchiveLimits = workbookLimits
): Promise<ArchivePart[] | ArchiveRefusal> {
  const parts = await partsWithin(bytes, limits);
  if (typeof parts === 'string') return parts;
  return parts.map(({ name, start, end, method }) => {
    const packed = bytes.subarray(start, end);
    return { name, pieces: () => (method === 0 ? Readable.from([packed]) : inflated(packed)) };
  });
}

async function partsWithin(
  bytes: Buffer,
  { unpackedBytesMax: limit, partsMax }: ArchiveLimits
): Promise<Part[] | ArchiveRefusal> {
  const parts = partsOf(bytes);
  if (!parts) return 'broken-archive';
  if (parts.length > partsMax || parts.reduce((sum, { unpacked }) => sum + unpacked, 0) > limit)
    return 'archive-too-large';
  let left = limit;
  for (const part of parts) {
    const size =
      part.method === 0
        ? part.end - part.start
        : await unpackedSize(bytes.subarray(part.start, part.end), left);
    if (size === null) return 'broken-archive';
    left -= size;
    if (left < 0) return 'archive-too-large';
  }
  return parts;
}

// The archive's own list of parts, from its end; null when the list and the file disagree.
function partsOf(bytes: Buffer): Part[] | null {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length) return null;
  const count = bytes.readUInt16LE(end + 10);
  const directory = bytes.readUInt32LE(end + 16);
  const parts: Part[] = [];
  let at = directory;
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== 0x02014b50) return null;
    const part = partAt(bytes, at, directory);
    if (!part) return null;
    parts.push(part);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return fillTheFile(parts, bytes, directory) ? parts : null;
}

function partAt(bytes: Buffer, at: number, directory: number): Part | null {
  const method = bytes.readUInt16LE(at + 10);
  const packed = bytes.readUInt32LE(at + 20);
  const local = bytes.readUInt32LE(at + 42);
  const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
  if (encrypted || (method !== 0 && method !== 8)) return null;
  if (local + 30 > directory || bytes.readUInt32LE(local) !== 0x04034b50) return null;
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + packed > directory) return null;
  const name = bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28));
  return { name, start, end: start + packed, method, unpacked: bytes.readUInt32LE(at + 24) };
}

// Between two parts there may only be the short note of sizes that some writers put behind a part.
const noteBytesMax = 24;

function fillTheFile(parts: Part[], bytes: Buffer, directory: number): boolean {
  let at = 0;
  for (const part of [...parts].sort((a, b) => a.start - b.start)) {
    const gap = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x03, 0x04]), at) - at;
    if (gap < 0 || gap > noteBytesMax || at + gap >= part.start) return false;
    const header = at + gap;
    if (header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28) !== part.start)
      return false;
    at = part.end;
  }
  return directory - at <= noteBytesMax;
}

function inflated(packed: Buffer): AsyncIterable<Buffer> {
  const inflate = createInflateRaw();
  inflate.end(packed);
  return inflate;
}

function unpackedSize(packed: Buffer, limit: number): Promise<number | null> {
  return new Promise((resolve) => {
    const inflate = createInflateRaw();
    let size = 0;
    inflate.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) return;
      inflate.destroy();
      resolve(size);
    });
    inflate.on('end', () => resolve(size));
    inflate.on('error', () => resolve(null));
    inflate.end(packed);
  });
}
