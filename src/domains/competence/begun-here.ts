/** An observation begun on this device shows among the assessments it took along, before the server has heard of it. */
import type { OpenAssessment, SentObservation, Watchable } from './offline-assessment.ts';

/** Null where the device no longer holds the rubric or the person it was begun with. */
export function begunHere(
  { assessment, person, rubric: id, version, context, observedOn, scenario: drawn }: SentObservation,
  watchable: readonly Watchable[]
): OpenAssessment | null {
  const held = watchable.find(({ rubric }) => rubric.id === id && rubric.version === version);
  const seen = held?.people.find((one) => one.id === person);
  if (!held || !seen) return null;
  const scenario = held.scenarios.find((one) => one.id === drawn)?.words ?? null;
  return { assessment, name: seen.name, context, observedOn, rubric: held.rubric, scenario, draft: null };
}
