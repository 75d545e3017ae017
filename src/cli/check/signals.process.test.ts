import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'trellis-signals-'));
chmodSync(folder, 0o755);
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['demo', '--check'],
  ['bench', 'web']
])(
  'when %s %s alone is told to stop, the program it started stops too, with its database server',
  async (...verb) => {
    const child = spawn(process.execPath, ['src/cli/trellis.ts', ...verb], {
      env: { ...process.env, TMPDIR: folder, DATABASE_URL: undefined },
      stdio: 'ignore'
    });
    children.push(child);
    const data = await untilServing();
    const [program, server] = [pidIn(path.join(data, 'owner.lock')), pidIn(postmasterFile(data))];

    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect([program, server].filter(isAlive)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  }
);

// While the data folder is made there is a server too, for a moment; the one meant listens.
async function untilServing(): Promise<string> {
  for (;;) {
    const data = readdirSync(folder).map((name) => path.join(folder, name))[0];
    const file = data && postmasterFile(data);
    if (data && existsSync(file!) && readFileSync(file!, 'utf8').includes('ready')) return data;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const postmasterFile = (data: string) => path.join(data, 'postgres', 'postmaster.pid');
const pidIn = (file: string) => Number(readFileSync(file, 'utf8').split('\n')[0]);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // One that ended and was not yet asked about is no longer running.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
