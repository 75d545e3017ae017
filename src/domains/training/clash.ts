/** Somebody, or a room, that would be in two workshops at the same time. */
import { formatTime } from '#platform/languages/format.ts';
import { m } from '#messages';

export type Clash = {
  /** A room that is taken; a trainer who teaches, or who has a seat, elsewhere at that time. */
  clash: 'room' | 'teaches' | 'attends';
  /** The room, or the trainer. */
  who: string;
  /** The other workshop. */
  title: string;
  at: Date;
  timeZone: string;
};

/** Why something cannot be planned so, in words; a clash names the other workshop. */
export function wordsOfPlan<Refusal extends string>(
  refusals: Record<Refusal, () => string>,
  refusal: Refusal | Clash
): string {
  if (typeof refusal === 'string') return refusals[refusal]();
  const { who, title } = refusal;
  const taken = { who, title, at: formatTime(refusal.at, refusal.timeZone) };
  return {
    room: m.training_clash_room,
    teaches: m.training_clash_teaches,
    attends: m.training_clash_attends
  }[refusal.clash](taken);
}
