/** Walks the first whole journey, from a grant to a closed concern, over HTTP and without JavaScript. */
import { learningSteps } from './learning.ts';
import { outcomeSteps } from './outcome.ts';
import { planSteps } from './plan.ts';
import { safetySteps } from './safety.ts';
import { inTemporaryPlace, startProgram } from './program.ts';
import { supportSteps } from './support.ts';
import { beginWalk, type Step } from './walk.ts';

const steps: Step[] = [...learningSteps, ...supportSteps, ...safetySteps, ...planSteps, ...outcomeSteps];

// Enough people for every step, and a story told in seconds.
const checkScale = 0.05;

/** Starts Trellis, walks every step, stops it. Says what happens as it happens; returns whether all went well. */
export function checkJourney(say: (line: string) => void): Promise<boolean> {
  return inTemporaryPlace(async (place) => {
    const program = await startProgram(place, checkScale);
    say(`✓ Trellis starts, with the story told — ${seconds(program.startSeconds)}`);
    const walked = await walkSteps(program.origin, say);
    const stopped = await program.stop();
    say(stopped ? '✓ Trellis stops, and leaves nothing running' : '✗ Trellis did not stop as it should');
    return walked && stopped;
  });
}

/** Walks every step against a Trellis that is running there, up to the first that fails. */
async function walkSteps(origin: string, say: (line: string) => void): Promise<boolean> {
  const walk = beginWalk(origin);
  for (const step of steps) {
    const begun = performance.now();
    try {
      await step.walk(walk);
    } catch (error) {
      say(`✗ ${step.name}\n  ${(error as Error).message}`);
      return false;
    }
    say(`✓ ${step.name} — ${seconds((performance.now() - begun) / 1000)}`);
  }
  return true;
}

function seconds(count: number): string {
  return `${count.toFixed(1)} s`;
}
