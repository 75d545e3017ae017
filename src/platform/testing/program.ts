/** Vitest's global setup for browser tests: the built program with the demonstration story, in a folder of its own. */
import type { TestProject } from 'vitest/node';
import { startProgram, temporaryPlace } from '#cli/check/program.ts';

declare module 'vitest' {
  interface ProvidedContext {
    origin: string;
    data: string;
  }
}

export default async function setup(project: TestProject) {
  const place = await temporaryPlace();
  const program = await startProgram(place, 0.1);
  // A test that calls a room by itself has the program's keys, and leaves none in the checkout.
  process.env.TRELLIS_DATA = program.data;
  project.provide('origin', program.origin);
  project.provide('data', program.data);
  return place.clear;
}
