/** Unpacks an archive into parts, all or none. What it asks for by its paths is never a path of ours. */
import { refusalOfArchive, type ArchiveLimits, type ArchiveRefusal } from './archive.server.ts';

export type UnpackRefusal = ArchiveRefusal | 'unsafe-path';
export type Unpacked = Map<string, Buffer>;

/** Its files by their paths, folders left out; or why it was not unpacked. */
export async function unpack(bytes: Buffer, limits: ArchiveLimits): Promise<Unpacked | UnpackRefusal> {
  const refusal = await refusalOfArchive(bytes, limits);
  if (refusal) return refusal;
  const { unzipSync } = await import('fflate');
  const names: string[] = [];
  // Asked of each part, and so also of one that has another's path and would take its place.
  const parts = unzipSync(bytes, { filter: ({ name }) => names.push(name) > 0 });
  const files = names.filter((name) => !name.endsWith('/'));
  if (names.some(leadsElsewhere) || new Set(files).size < files.length) return 'unsafe-path';
  return new Map(files.map((name) => [name, Buffer.from(parts[name]!)]));
}

const pathLengthMax = 400;

// Out of its folder, to a drive, or to something that only looks like a name.
function leadsElsewhere(path: string): boolean {
  const steps = path.replace(/\/$/, '').split('/');
  return (
    path.length > pathLengthMax ||
    /[\\:\u0000-\u001f\u007f]/.test(path) ||
    steps.some((step) => step === '' || step === '.' || step === '..')
  );
}
