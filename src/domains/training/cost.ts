import { m } from '#messages';
import { amountText, costRefusals, minorUnits, type CostRefusal } from '#domains/funding/index.ts';

export type WorkshopCostRefusal = CostRefusal | 'no-such-workshop' | 'no-line';

export const workshopCostRefusals = {
  ...costRefusals,
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'no-line': m.training_refusal_no_line
} satisfies Record<WorkshopCostRefusal, () => string>;

/** What one attended seat cost, to the nearest minor unit; null when nobody came. A seat is one person at one or more sessions. */
export function costPerSeat(cost: string, currency: string, attended: number): string | null {
  if (attended === 0) return null;
  const seats = BigInt(attended);
  return amountText((minorUnits(cost, currency)! * 2n + seats) / (seats * 2n), currency);
}
