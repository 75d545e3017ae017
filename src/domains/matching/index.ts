/** Matching: the gate, its reasons and its words. */
export { type GateSeeker, type GateSupporter, type Tie } from './gate.ts';
export { type GatePolicy } from './policy.ts';
export { placesIn, remedyWords, trainingThatOpensMost, type Remedy } from './openings.ts';
export { type Ranked, type ReasonsFor } from './ranking.ts';
export { type CapacityRefusal, type PairRefusal, type Refusal, type StandingRefusal } from './refusals.ts';
export { wordsFor, type Audience } from './words.ts';
