/**
 * One program owns a data folder. PostgreSQL itself refuses two servers on one folder, but two programs
 * on one server would still run every clock and job twice; the lock file refuses the second.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

export type Ownership = { release: () => void };

/** Takes the folder; throws a sentence that names the owner when a living process has it. */
export function own(data: string): Ownership {
  mkdirSync(data, { recursive: true });
  const file = lockFile(data);
  const owner = ownerOf(data);
  if (owner !== null) {
    throw new Error(
      `Another Trellis (process ${owner}) is already running on ${data}. Stop it first, or use another folder.`
    );
  }
  rmSync(file, { force: true });
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, String(process.pid));
  closeSync(handle);
  return { release: () => rmSync(file, { force: true }) };
}

/** The living process that owns the folder, or null. A lock left by a killed process does not count. */
export function ownerOf(data: string): number | null {
  try {
    const pid = Number(readFileSync(lockFile(data), 'utf8'));
    return pid !== process.pid && isTrellis(pid) ? pid : null;
  } catch {
    return null;
  }
}

// A killed program's number may by now be some other program's; /proc tells where it exists.
function isTrellis(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return true;
  }
}

function lockFile(data: string): string {
  return path.join(data, 'owner.lock');
}
