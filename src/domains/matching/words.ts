import { m } from '#messages';
import type { Refusal } from './refusals.ts';

/** Who is told. A seeker is never told a supporter's private reasons, nor a supporter who does not want them. */
export type Audience = 'coordinator' | 'supporter' | 'seeker';

type Sentence = (inputs?: object, options?: { locale?: 'en' | 'fr' | 'es' | 'sw' | 'ar' }) => string;
type Words = Record<Audience, Sentence>;

const aboutTheSupporter = (coordinator: Sentence, supporter: Sentence): Words => ({
  coordinator,
  supporter,
  seeker: m.matching_seeker_not_now
});
const betweenThem = (coordinator: Sentence, seeker: Sentence): Words => ({
  coordinator,
  supporter: m.matching_supporter_better_fit,
  seeker
});

/** Every reason in three sentences, in the language of the page. */
export const refusalWords = {
  'no-certificate': aboutTheSupporter(
    m.matching_coordinator_no_certificate,
    m.matching_supporter_no_certificate
  ),
  'certificate-expired': aboutTheSupporter(
    m.matching_coordinator_certificate_expired,
    m.matching_supporter_certificate_expired
  ),
  'certificate-suspended': aboutTheSupporter(
    m.matching_coordinator_certificate_suspended,
    m.matching_supporter_certificate_suspended
  ),
  'harmful-behaviour': aboutTheSupporter(
    m.matching_coordinator_harmful_behaviour,
    m.matching_supporter_harmful_behaviour
  ),
  'required-item-low': aboutTheSupporter(
    m.matching_coordinator_required_item_low,
    m.matching_supporter_required_item_low
  ),
  'assessment-too-old': aboutTheSupporter(
    m.matching_coordinator_assessment_too_old,
    m.matching_supporter_assessment_too_old
  ),
  'background-check-missing': aboutTheSupporter(
    m.matching_coordinator_background_check_missing,
    m.matching_supporter_background_check_missing
  ),
  'no-supervisor': aboutTheSupporter(
    m.matching_coordinator_no_supervisor,
    m.matching_supporter_no_supervisor
  ),
  'supervision-overdue': aboutTheSupporter(
    m.matching_coordinator_supervision_overdue,
    m.matching_supporter_supervision_overdue
  ),
  suspended: aboutTheSupporter(m.matching_coordinator_suspended, m.matching_supporter_suspended),
  'open-incident': aboutTheSupporter(
    m.matching_coordinator_open_incident,
    m.matching_supporter_open_incident
  ),
  paused: aboutTheSupporter(m.matching_coordinator_paused, m.matching_supporter_paused),
  'caseload-full': aboutTheSupporter(
    m.matching_coordinator_caseload_full,
    m.matching_supporter_caseload_full
  ),
  'weekly-hours-full': aboutTheSupporter(
    m.matching_coordinator_weekly_hours_full,
    m.matching_supporter_weekly_hours_full
  ),
  'no-shared-language': {
    coordinator: m.matching_coordinator_no_shared_language,
    supporter: m.matching_supporter_no_shared_language,
    seeker: m.matching_seeker_no_language
  },
  'preference-not-met': betweenThem(m.matching_coordinator_preference_not_met, m.matching_seeker_preference),
  'blocked-by-seeker': betweenThem(m.matching_coordinator_blocked_by_seeker, m.matching_seeker_blocked),
  // Either of the two may have said so; the other one is not told.
  'ended-not-again': betweenThem(m.matching_coordinator_ended_not_again, m.matching_seeker_not_now),
  'same-household': betweenThem(m.matching_coordinator_same_household, m.matching_seeker_connected),
  'same-workplace': betweenThem(m.matching_coordinator_same_workplace, m.matching_seeker_connected),
  'line-management': betweenThem(m.matching_coordinator_line_management, m.matching_seeker_connected),
  'minor-unprepared': aboutTheSupporter(
    m.matching_coordinator_minor_unprepared,
    m.matching_supporter_minor_unprepared
  ),
  'minor-unwanted': aboutTheSupporter(
    m.matching_coordinator_minor_unwanted,
    m.matching_supporter_minor_unwanted
  )
} satisfies Record<Refusal, Words>;

/** A reason to be told in the words for whoever listens. */
export function wordsFor(refusal: Refusal, audience: Audience): string {
  return refusalWords[refusal][audience]();
}
