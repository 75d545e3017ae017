export type AgeBand = 'under-18' | '18-or-over';

/** What the programme knows of a person besides their name and roles. */
export type Profile = {
  person: string;
  languages: string[];
  placeId: string | null;
  householdCode: string | null;
  workplace: string | null;
  lineManager: string | null;
  ageBand: AgeBand;
};
