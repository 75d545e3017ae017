/** How much one supporter may carry. */
export type SupportPolicy = { peerCaseloadMax: number; layWorkerCaseloadMax: number; weeklyHoursMax: number };
export type Work = 'peer' | 'lay-worker';

/**
 * Open relationships: 5 for a peer, 20 for somebody who does it full-time. Contact hours: 20 a week, so that as many are left
 * for notes, supervision and rest. Policy: no figure is published for any of them.
 */
export const supportPolicyDefault: SupportPolicy = {
  peerCaseloadMax: 5,
  layWorkerCaseloadMax: 20,
  weeklyHoursMax: 20
};

/** What somebody may carry: their own limits, within the policy's. */
export function limitsOf(
  {
    work,
    placesMax,
    weeklyHoursMax
  }: { work: Work; placesMax: number | null; weeklyHoursMax: number | null },
  policy: SupportPolicy
): { caseloadMax: number; weeklyHoursMax: number } {
  const cap = work === 'peer' ? policy.peerCaseloadMax : policy.layWorkerCaseloadMax;
  return {
    caseloadMax: Math.min(cap, placesMax ?? cap),
    weeklyHoursMax: Math.min(policy.weeklyHoursMax, weeklyHoursMax ?? policy.weeklyHoursMax)
  };
}
