/**
 * Whether somebody may be named as a trainer is asked of the room that keeps certificates; the assembly brings its answer to
 * this door, once at start. Nobody to ask: anybody may.
 */
import type { Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

type Lacking = (tx: Tx, trainers: string[], today: Day) => Promise<string[]>;
let lacking: Lacking = async () => [];

/** Lets another room say which trainers lack what the organisation asks of them. */
export function letTrainersBeAskedOf(source: Lacking): void {
  lacking = source;
}

export async function mayAllTrain(tx: Tx, trainers: string[], today: Day): Promise<boolean> {
  return (await lacking(tx, trainers, today)).length === 0;
}
