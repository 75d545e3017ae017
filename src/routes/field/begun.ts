/** What was begun here without a signal stands among the assessments that were taken along, to be ticked as they are. */
import {
  begunHere,
  type OpenAssessment,
  type SentObservation,
  type Watchable
} from '#domains/competence/ticking/index.ts';
import type { Held } from '#platform/offline/device-store.ts';

/** What the device holds, with them; `before` is what was shown last. */
export function withBegun(held: Held, before: Pick<Held, 'holder' | 'parts'>): Held {
  const { assessments, watching } = held.parts as { assessments?: OpenAssessment[]; watching?: Watchable[] };
  if (!assessments || !watching) return held;
  const begun = held.outgoing
    .filter(({ kind }) => kind === 'observation')
    .flatMap(({ payload }) => begunHere(payload as SentObservation, watching) ?? []);
  // Once it is sent, the next pack has it; until that is here it stays in sight.
  const samePack = held.holder?.takenAt === before.holder?.takenAt;
  const shown = samePack ? ((before.parts.assessments ?? []) as OpenAssessment[]) : [];
  const each = new Map([...assessments, ...shown, ...begun].map((one) => [one.assessment, one]));
  return { ...held, parts: { ...held.parts, assessments: [...each.values()] } };
}
