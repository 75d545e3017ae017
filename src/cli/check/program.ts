/** Trellis as a program of its own, on a free port and a data folder that is gone afterwards: what `--check` and `bench` look at. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export type Program = {
  origin: string;
  data: string;
  pid: number;
  /** How long it took from the start of the process to the first page. */
  startSeconds: number;
  /** Ends it as Ctrl-C does, and says whether it and its database server went well. */
  stop: () => Promise<boolean>;
};

/** A free port and a data folder of its own. */
export async function temporaryPlace(): Promise<{ port: number; data: string; remove: () => void }> {
  const data = mkdtempSync(path.join(tmpdir(), 'trellis-demo-'));
  // The database server runs under an account of its own and must be able to walk to its folder.
  chmodSync(data, 0o755);
  return { port: await freePort(), data, remove: () => rmSync(data, { recursive: true, force: true }) };
}

/** Starts the built program with the story, and waits until its pages can be opened. */
export async function startProgram({
  port,
  data,
  scale
}: {
  port: number;
  data: string;
  scale: number;
}): Promise<Program> {
  const begun = performance.now();
  const home = process.env.TRELLIS_HOME ?? process.cwd();
  const verb = ['demo', '--scale', String(scale), '--port', String(port)];
  const child = spawn(process.execPath, [path.join(home, 'src/cli/trellis.ts'), ...verb], {
    env: { ...process.env, TRELLIS_DATA: data, TRELLIS_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  await untilOpen(child);
  return {
    origin: `http://localhost:${port}`,
    data,
    pid: child.pid!,
    startSeconds: (performance.now() - begun) / 1000,
    stop: async () => (await stop(child)) && !existsSync(path.join(data, 'postgres', 'postmaster.pid'))
  };
}

function untilOpen(child: ChildProcess): Promise<void> {
  let complaints = '';
  child.stderr!.on('data', (text) => (complaints = `${complaints}${text}`.slice(-2000)));
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (text) => String(text).includes('Trellis is open') && resolve());
    child.once('exit', (code) =>
      reject(new Error(`Trellis ended with ${code} before it was open:\n${complaints}`))
    );
  });
}

async function stop(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return false;
  const ended = new Promise<boolean>((resolve) => child.once('exit', (code) => resolve(code === 0)));
  child.kill('SIGINT');
  return ended;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
