/** What an entry of the record of looks and changes was about, in words; its code is for machines. */
import { m } from '#messages';

const things: Record<string, () => string> = {
  'encounter-notes': m.account_looked_thing_notes,
  note: m.account_looked_thing_notes,
  'supervision-notes': m.account_looked_thing_supervision,
  encounter: m.account_looked_thing_session,
  scores: m.account_looked_thing_scores,
  response: m.account_looked_thing_scores,
  'response-answers': m.account_looked_thing_answers,
  'care-plan': m.account_looked_thing_plan,
  'plan-comments': m.account_looked_thing_plan,
  'plan-part-versions': m.account_looked_thing_plan,
  'care-plan-consents': m.account_looked_thing_consents,
  'plan-consents': m.account_looked_thing_consents,
  concern: m.account_looked_thing_concern,
  concerns: m.account_looked_thing_concern,
  'concern-actions': m.account_looked_thing_concern,
  'concern-closings': m.account_looked_thing_concern,
  'sealed-contact': m.account_looked_thing_contact,
  'sealed-contacts': m.account_looked_thing_contact,
  'support-request': m.account_looked_thing_request,
  match: m.account_looked_thing_support,
  relationship: m.account_looked_thing_support,
  'conflict-of-interest': m.account_looked_thing_support,
  'relationship-endings': m.account_looked_thing_feedback,
  profile: m.account_looked_thing_profile,
  person: m.account_looked_thing_profile,
  'supporter-profile': m.account_looked_thing_offer,
  supporter: m.account_looked_thing_pause,
  role: m.account_looked_thing_roles,
  invitation: m.account_looked_thing_invitation,
  'background-check': m.account_looked_thing_check,
  assessment: m.account_looked_thing_assessment,
  certificate: m.account_looked_thing_certificate,
  workshop: m.account_looked_thing_training,
  attendance: m.account_looked_thing_training,
  supervision: m.account_looked_thing_supervision,
  supervisor: m.account_looked_thing_supervision,
  'coaching-actions': m.account_looked_thing_steps,
  'donor-member': m.account_looked_thing_donor
};

/** `encounter-notes.read` as "The note of a session: read". */
export function lookWords(action: string): string {
  const [thing = '', verb] = action.split('.');
  const what = (things[thing] ?? m.account_looked_thing_record)();
  return verb === 'read' ? m.account_looked_read_of({ what }) : m.account_looked_changed_of({ what });
}
