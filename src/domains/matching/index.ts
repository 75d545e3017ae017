/** Matching: the gate, its reasons and its words. */
export {
  lapsesOf,
  refusalsToMatch,
  refusalsToTakeAnyone,
  type GateSeeker,
  type GateSupporter,
  type Tie
} from './gate.ts';
export { gatePolicyDefault, type GatePolicy } from './policy.ts';
export { rank, type Ranked, type ReasonsFor } from './ranking.ts';
export {
  capacityRefusals,
  pairRefusals,
  standingRefusals,
  type CapacityRefusal,
  type PairRefusal,
  type Refusal,
  type StandingRefusal
} from './refusals.ts';
export { refusalWords, wordsFor, type Audience } from './words.ts';
