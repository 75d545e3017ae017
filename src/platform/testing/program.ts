/** Vitest's global setup for browser tests: the built program with the demonstration story, in a folder of its own. */
import { spawn } from 'node:child_process';
import type { TestProject } from 'vitest/node';
import { temporaryPlace } from '#cli/demo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    origin: string;
    data: string;
  }
}

export default async function setup(project: TestProject) {
  const { port, data, remove } = await temporaryPlace();
  const program = spawn(process.execPath, ['src/cli/trellis.ts', 'demo', '--scale', '0.1', '--port', String(port)], {
    env: { ...process.env, TRELLIS_DATA: data, TRELLIS_LOG: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit']
  });
  await new Promise<void>((resolve, reject) => {
    program.stdout.on('data', (text) => String(text).includes('Trellis is open') && resolve());
    program.once('exit', (code) => reject(new Error(`The program ended with ${code} before it was open.`)));
  });
  project.provide('origin', `http://localhost:${port}`);
  project.provide('data', data);
  return async () => {
    const ended = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGINT');
    await ended;
    remove();
  };
}
