/** The files of a backup: copied with their hashes on the way out, and checked on the way back. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

export type FileRecord = { path: string; sha256: string };

/** Copies a folder's files, and tells each one's SHA-256 as it was copied. */
export async function copyFolder(from: string, to: string): Promise<FileRecord[]> {
  if (!existsSync(from)) return [];
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const records: FileRecord[] = [];
  for (const entry of entries.filter((one) => one.isFile() && !one.name.endsWith('.part'))) {
    const relative = path.relative(from, path.join(entry.parentPath, entry.name));
    const copy = path.join(to, relative);
    await mkdir(path.dirname(copy), { recursive: true, mode: 0o700 });
    await copyFile(path.join(from, relative), copy);
    records.push({ path: relative, sha256: await sha256Of(copy) });
  }
  return records.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Copies back, and throws when a file is not the one that was kept. */
export async function copyBack(from: string, to: string, records: FileRecord[]): Promise<void> {
  for (const { path: relative, sha256 } of records) {
    const target = path.resolve(to, relative);
    if (!target.startsWith(`${path.resolve(to)}${path.sep}`))
      throw new Error(`The backup names a file outside its folder: ${relative}.`);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(path.join(from, relative), target);
    if ((await sha256Of(target)) !== sha256) throw new Error(`The backup's file ${relative} is damaged.`);
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
