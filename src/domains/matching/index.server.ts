/** Matching on the database: who may, the match itself, and the watch over open relationships. */
import { defineSweep } from '#platform/jobs/index.server.ts';
import { findLapses } from './lapse.server.ts';

export { newestRequest } from './facts.server.ts';
export { findLapses, openLapsesVisibleTo } from './lapse.server.ts';
export {
  askGateAboutAll,
  askGateAboutOne,
  candidatesFor,
  match,
  ownStanding,
  type Candidates,
  type MatchRefusal,
  type OwnStanding
} from './match.server.ts';
export { certificatesAfter, chainOf, type ChainStart } from './chain.server.ts';
export { gateToday, type GateToday } from './openings.server.ts';
export { todayFor } from './today.server.ts';

const sixHours = 6 * 60 * 60;

/** Registers what this room does by itself. Asked several times a day, a lapse is known the morning after at the latest. */
export function assembleMatching(): void {
  defineSweep('gate-lapses', sixHours, findLapses);
}
