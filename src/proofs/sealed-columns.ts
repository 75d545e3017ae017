/** Every sealed column there is. A column of bytes that is neither here nor among those that are no text fails a test. */

export type SealedColumn = {
  /** The column whose value the text is bound to. */
  row: string;
  /** Whose key seals it. */
  subject: 'seeker' | 'colleague';
  /** How a seeker's own copy holds it: the words themselves, or the reason why it does not. */
  copy: 'words' | { left: string };
};

const inWords = (row = 'id'): SealedColumn => ({ row, subject: 'seeker', copy: 'words' });
const leftOut = (row: string, left: string): SealedColumn => ({ row, subject: 'seeker', copy: { left } });
const ofColleagues = (row: string): SealedColumn => ({
  row,
  subject: 'colleague',
  copy: { left: 'it tells no seeker apart, and is sealed for the colleague it is about' }
});

export const sealedColumns: Record<string, SealedColumn> = {
  'assessment_drafts.sealed': ofColleagues('assessment_id'),
  'assessment_notes.sealed': ofColleagues('assessment_id'),
  'badges.sealed': ofColleagues('id'),
  'brought_badges.sealed': ofColleagues('id'),
  'certificate_appeal_decisions.sealed': ofColleagues('appeal_id'),
  'certificate_appeals.sealed': ofColleagues('id'),
  'coaching_actions.sealed': ofColleagues('id'),
  'concern_actions.done': leftOut('id', 'what responders wrote to each other'),
  'concern_closings.because': leftOut('id', 'what responders wrote to each other'),
  'concerns.said': inWords(),
  'encounter_notes.sealed': inWords('encounter_id'),
  'harm_answers.sealed': ofColleagues('assessment_id'),
  'item_harm_answers.sealed': ofColleagues('id'),
  'plan_comments.sealed': inWords(),
  'plan_consents.purpose': inWords(),
  'plan_part_versions.sealed': inWords(),
  'relationship_endings.feedback': inWords('relationship_id'),
  'response_answers.sealed': inWords('response_id'),
  'sealed_contacts.contact': leftOut('id', 'somebody may look over their shoulder; that one is kept is said'),
  'supervision_notes.sealed': ofColleagues('session_id')
};

// Bytes that are no text of anybody's: keys and hashes.
export const notText = [
  'calendar_feeds.token_hash',
  'attendance_secrets.secret',
  'audit_heads.hash',
  'audit_links.hash',
  'device_leases.token_hash',
  'invitations.token_hash',
  'person_keys.wrapped'
];
