/** What an entry of the audit was about, in words for the person it is about. */
import { m } from '#messages';

const subjects: [RegExp, () => string][] = [
  [/^care-plan/, m.account_looked_plan],
  [/^(note|encounter)/, m.account_looked_talks],
  [/^(scores|response)\b/, m.account_looked_answers],
  [/^(support-request|match|relationship|supporter|conflict-of-interest)/, m.account_looked_support],
  [/^sealed-contact/, m.account_looked_contact],
  [/^concern/, m.account_looked_concern],
  [/^(person|profile|seeker|role|invitation)/, m.account_looked_profile],
  [
    /^(supervis|coaching-action|certificate|assessment|background-check|workshop|attendance)/,
    m.account_looked_work
  ]
];

export function subjectOf(action: string): string {
  const [, words] = subjects.find(([mark]) => mark.test(action)) ?? [];
  return (words ?? m.account_looked_else)();
}
