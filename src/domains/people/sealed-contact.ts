import { m } from '#messages';

/** How long the two people's decision opens the contact: domain.md's break-glass hour (HL7 EHR-S FM TI.2.1.2.8). */
export const openMinutes = 60;
/** Shorter than this is not a reason. */
export const reasonCharactersMin = 10;

export type SealedContactRefusal =
  'no-contact' | 'reason-too-short' | 'same-person' | 'not-approved' | 'over';

export const sealedContactRefusals = {
  'no-contact': m.people_contact_none,
  'reason-too-short': m.people_contact_reason_too_short,
  'same-person': m.people_contact_same_person,
  'not-approved': m.people_contact_not_approved,
  over: m.people_contact_over
} satisfies Record<SealedContactRefusal, () => string>;

export type Opening = { requestedBy: string; approvedBy: string | null; until: Date | null };

/** Why the one who asks may not read the contact now, or null. */
export function refusalToRead(
  { requestedBy, approvedBy, until }: Opening,
  reader: string,
  at: Date
): SealedContactRefusal | null {
  if (!approvedBy || !until) return 'not-approved';
  if (requestedBy !== reader || approvedBy === reader) return 'same-person';
  return at >= until ? 'over' : null;
}
