import { m } from '#messages';
import type { EncounterKind, EncounterRefusal } from './encounter.ts';
import type { FidelityItem, Template } from './fidelity.ts';
import type { EndingReason, EndingRefusal } from './relationship.ts';
import type { Topic } from './request.ts';
import type { Gender, PauseKind, Setting, SupporterAgeBand } from './supporter.ts';

type Words<Key extends string> = Record<Key, () => string>;

export const topicWords = {
  sadness: m.support_topic_sadness,
  worry: m.support_topic_worry,
  grief: m.support_topic_grief,
  loneliness: m.support_topic_loneliness,
  family: m.support_topic_family,
  relationship: m.support_topic_relationship,
  violence: m.support_topic_violence,
  money: m.support_topic_money,
  work: m.support_topic_work,
  illness: m.support_topic_illness,
  'alcohol-drugs': m.support_topic_alcohol_drugs,
  'something-else': m.support_topic_something_else
} satisfies Words<Topic>;

export const settingWords = {
  'in-person': m.support_setting_in_person,
  phone: m.support_setting_phone,
  chat: m.support_setting_chat,
  group: m.support_setting_group
} satisfies Words<Setting>;

export const pauseWords = {
  'own-wish': m.support_pause_own_wish,
  suspension: m.support_pause_suspension,
  incident: m.support_pause_incident
} satisfies Words<PauseKind>;

export const genderWords = {
  woman: m.support_gender_woman,
  man: m.support_gender_man,
  other: m.support_gender_other
} satisfies Words<Gender>;

export const ageBandWords = {
  '18-29': m.support_age_18_29,
  '30-49': m.support_age_30_49,
  '50-plus': m.support_age_50_plus
} satisfies Words<SupporterAgeBand>;

export const encounterKindWords = {
  individual: m.support_kind_individual,
  group: m.support_kind_group,
  chat: m.support_kind_chat,
  call: m.support_kind_call,
  'home-visit': m.support_kind_home_visit
} satisfies Words<EncounterKind>;

export const endingReasonWords = {
  'goals-met': m.support_reason_goals_met,
  enough: m.support_reason_enough,
  'another-supporter': m.support_reason_another_supporter,
  moved: m.support_reason_moved,
  'lost-contact': m.support_reason_lost_contact,
  referred: m.support_reason_referred,
  other: m.support_reason_other
} satisfies Words<EndingReason>;

export const templateWords = {
  listening: m.support_template_listening,
  'problem-solving': m.support_template_problem_solving
} satisfies Words<Template>;

export const fidelityWords = {
  welcomed: m.support_check_welcomed,
  confidentiality: m.support_check_confidentiality,
  listened: m.support_check_listened,
  'no-judging': m.support_check_no_judging,
  'safety-asked': m.support_check_safety_asked,
  'next-agreed': m.support_check_next_agreed,
  'one-problem': m.support_check_one_problem,
  'own-solutions': m.support_check_own_solutions,
  'small-step': m.support_check_small_step
} satisfies Words<FidelityItem>;

export const encounterRefusals = {
  'not-your-relationship': m.support_not_yours,
  'in-the-future': m.support_in_future,
  'before-the-relationship': m.support_before_relationship,
  'already-corrected': m.support_already_corrected,
  'answers-incomplete': m.support_answers_incomplete
} satisfies Words<EncounterRefusal>;

export const endingRefusals = {
  'not-your-relationship': m.support_not_yours,
  'already-ended': m.support_already_ended
} satisfies Words<EndingRefusal>;

/** The options of a choice, in the page's language. */
export function optionsOf<Key extends string>(words: Words<Key>): { value: Key; label: string }[] {
  return (Object.entries(words) as [Key, () => string][]).map(([value, word]) => ({ value, label: word() }));
}

/** The words for what is known; what an older version knew and this one does not stays as it was written. */
export function said(words: Words<string>, keys: readonly string[]): string[] {
  return keys.map((key) => words[key]?.() ?? key);
}
