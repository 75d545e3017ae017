/** Trellis as a program of its own, on a free port and a data folder that is gone afterwards: what `--check` and `bench` look at. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '#platform/ports.ts';
import { answerSignals } from '../signals.ts';

/** A free port and a data folder of its own; `clear` ends what runs there and removes the folder. */
export type Place = { port: number; data: string; running: Set<ChildProcess>; clear: () => Promise<void> };

export type Program = {
  origin: string;
  data: string;
  pid: number;
  /** How long it took from the start of the process to the first page. */
  startSeconds: number;
  /** Ends it as Ctrl-C does, and says whether it and its database server went well. */
  stop: () => Promise<boolean>;
};

export async function temporaryPlace(): Promise<Place> {
  const data = mkdtempSync(path.join(tmpdir(), 'trellis-demo-'));
  // The database server runs under an account of its own and must be able to walk to its folder.
  chmodSync(data, 0o755);
  const running = new Set<ChildProcess>();
  const clear = async () => {
    await Promise.all([...running].map(stop));
    rmSync(data, { recursive: true, force: true });
  };
  return { port: await freePort(), data, running, clear };
}

/** Runs `work` in a place that is gone afterwards. A signal clears it too, before it ends this process. */
export async function inTemporaryPlace<T>(work: (place: Place) => Promise<T>): Promise<T> {
  const place = await temporaryPlace();
  let ending: Promise<never> | undefined;
  // 130 is what a shell takes for "stopped by Ctrl-C".
  const undo = answerSignals(() => (ending ??= place.clear().then(() => process.exit(130))));
  try {
    return await work(place);
  } catch (error) {
    // That its program was stopped under it is not the work's failure.
    await ending;
    throw error;
  } finally {
    await place.clear();
    undo();
  }
}

/** Starts the built program with the story, and waits until its pages can be opened. */
export async function startProgram({ port, data, running }: Place, scale: number): Promise<Program> {
  const begun = performance.now();
  const home = process.env.TRELLIS_HOME ?? process.cwd();
  const verb = ['demo', '--scale', String(scale), '--port', String(port)];
  const child = spawn(
    process.execPath,
    [...process.execArgv, path.join(home, 'src/cli/trellis.ts'), ...verb],
    {
      // It must not find a database of ours in the environment: it would tell its story there.
      env: { ...process.env, TRELLIS_DATA: data, TRELLIS_LOG: 'warn', DATABASE_URL: undefined },
      stdio: ['ignore', 'pipe', 'pipe']
    }
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
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
