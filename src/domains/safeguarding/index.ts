/** Safeguarding: worries about safety, how fast somebody must respond, who is there, and numbers to call. */
export { outcomes, refusals as concernRefusals, type ConcernRefusal, type Outcome } from './concern.ts';
export { steps, type Deadline, type Step } from './clock.ts';
export { isVerified, type CrisisContact } from './crisis-contact.ts';
export { instantIn, type StaffedHours } from './duty.ts';
export { type SafeguardingPolicy } from './policy.ts';
export { isHigher, urgencies, type Urgency } from './urgency.ts';
export { outcomeWords, stepWords, urgencyHints, urgencyWords } from './words.ts';
