/** What a workshop teaches. */
import { m } from '#messages';

export type TaughtModule = { module: string; hours: number };
export type TeachRefusal =
  'module-twice' | 'hours-not-given' | 'longer-than-workshop' | 'no-such-workshop' | 'not-yours-to-change';

export const teachRefusals = {
  'module-twice': m.training_refusal_module_twice,
  'hours-not-given': m.training_refusal_hours_not_given,
  'longer-than-workshop': m.training_refusal_longer_than_workshop,
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'not-yours-to-change': m.training_refusal_not_yours_to_change
} satisfies Record<TeachRefusal, () => string>;

/** Why a workshop of so many hours cannot teach these modules, or null. */
export function refusalToTeach(modules: TaughtModule[], workshopHours: number): TeachRefusal | null {
  if (new Set(modules.map(({ module }) => module)).size < modules.length) return 'module-twice';
  if (modules.some(({ hours }) => !(hours > 0))) return 'hours-not-given';
  const sum = modules.reduce((total, { hours }) => total + hours, 0);
  return sum > workshopHours ? 'longer-than-workshop' : null;
}
