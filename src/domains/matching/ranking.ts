/** Puts those the gate lets through in order, each with what speaks for them. No score hides behind it. */
export type Offer = {
  id: string;
  languages: string[];
  topics: string[];
  settings: string[];
  open: number;
  caseloadMax: number;
};
export type Wish = { languages: string[]; topics: string[]; setting: string | null };

export type ReasonsFor = { languages: string[]; topics: string[]; settingFits: boolean; freePlaces: number };
export type Ranked<T> = { candidate: T; reasonsFor: ReasonsFor };

/**
 * What they know of what is on the person's mind comes first, then how they can meet, then the languages they share, then
 * who has most room. The id settles the rest, so that two coordinators see one order.
 */
export function rank<T extends Offer>(candidates: T[], wish: Wish): Ranked<T>[] {
  return candidates
    .map((candidate) => ({ candidate, reasonsFor: reasonsFor(candidate, wish) }))
    .sort(
      ({ candidate: a, reasonsFor: forA }, { candidate: b, reasonsFor: forB }) =>
        forB.topics.length - forA.topics.length ||
        Number(forB.settingFits) - Number(forA.settingFits) ||
        forB.languages.length - forA.languages.length ||
        forB.freePlaces - forA.freePlaces ||
        (a.id < b.id ? -1 : 1)
    );
}

function reasonsFor({ languages, topics, settings, open, caseloadMax }: Offer, wish: Wish): ReasonsFor {
  return {
    languages: wish.languages.filter((language) => languages.includes(language)),
    topics: wish.topics.filter((topic) => topics.includes(topic)),
    settingFits: wish.setting !== null && settings.includes(wish.setting),
    freePlaces: Math.max(0, caseloadMax - open)
  };
}
