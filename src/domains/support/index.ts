/** Support: the words and pure rules of asking, talking and ending well. */
export { encounterKinds, type EncounterKind, type EncounterRefusal, type Note } from './encounter.ts';
export { fidelityPassPercent, templates, type FidelityItem, type Template } from './fidelity.ts';
export { type SupportPolicy, type Work } from './policy.ts';
export { endingReasons, type EndingReason, type EndingRefusal, type OpeningRefusal } from './relationship.ts';
export { conflictKinds, topics, type ConflictKind, type Topic, type Wishes } from './request.ts';
export {
  genders,
  settings,
  supporterAgeBands,
  type Gender,
  type PauseKind,
  type Setting,
  type SupporterAgeBand,
  type SupporterProfile
} from './supporter.ts';
export { languageChoices, languageChoicesWith, languageName, talkingLanguages } from './languages.ts';
export {
  ageBandWords,
  encounterKindWords,
  encounterRefusals,
  endingReasonWords,
  endingRefusals,
  fidelityWords,
  genderWords,
  pauseWords,
  optionsOf,
  said,
  settingWords,
  templateWords,
  topicWords
} from './words.ts';
