/** Who is ready today and what the gate waits for: the figures, the people behind each, and the next steps. */
import { getLocale } from '#languages';
import { m } from '#messages';
import { certificatesHeld, certifiedHelpers, rubricsHere } from '#domains/competence/index.server.ts';
import {
  certificateRoleWords,
  heldWith,
  newestRubrics,
  peopleBy,
  type CertifiedState,
  type Held
} from '#domains/competence/index.ts';
import { gateToday, type GateToday } from '#domains/matching/index.server.ts';
import { placesIn, remedyWords, type Remedy } from '#domains/matching/index.ts';
import { districtsOf } from '#domains/places/index.server.ts';
import { languageName } from '#domains/support/index.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn, type Day } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatDay, formatList } from '#platform/languages/format.ts';

export type Overview = {
  today: Day;
  held: Held[];
  helpers: { certified: number; helpers: number };
  districts: Map<string, string>;
  skills: Map<string, string>;
  gate: GateToday;
};

export async function overviewFor(tx: Tx, person: Person): Promise<Overview> {
  const districts = await districtsOf(tx, person.organisation.id);
  const rubrics = newestRubrics(await rubricsHere(tx));
  const items = rubrics.flatMap((rubric) => rubric.items);
  return {
    today: dayIn(person.organisation.timeZone),
    held: await certificatesHeld(tx, person),
    helpers: await certifiedHelpers(tx),
    districts: new Map(districts.map(({ id, name }) => [id, name])),
    skills: new Map(items.map(({ id, title }) => [id, title[getLocale()]])),
    gate: await gateToday(tx, person)
  };
}

/** One figure: what is asked for in `of` opens the people behind it. */
export type Figure = { of: string; label: string; people: number; places: number | null };
export type FigureGroup = { key: string; title: string; figures: Figure[] };

export function figureGroups(overview: Overview): FigureGroup[] {
  const { held, today, districts } = overview;
  const certified = heldWith(held, 'certified', today);
  const group = (key: string, title: string, label: (of: string) => string, of: (one: Held) => string[]) => ({
    key,
    title,
    figures: peopleBy(certified, of).map(({ key: found, people }) => ({
      of: `${key}:${found}`,
      label: label(found),
      people,
      places: null
    }))
  });
  return [
    {
      key: 'state',
      title: m.competence_certificates(),
      figures: states.map((state) => ({
        of: state,
        label: stateWords[state](),
        people: new Set(heldWith(held, state, today).map(({ person }) => person)).size,
        places: null
      }))
    },
    group('role', m.competence_overview_by_role(), roleWords, ({ role }) => [role]),
    group(
      'place',
      m.competence_overview_by_place(),
      (id) => districts.get(id) ?? m.competence_overview_place_unknown(),
      placeOf
    ),
    group('language', m.competence_overview_by_language(), spoken, languagesSpoken),
    gateFigures(overview)
  ];
}

const unknown = 'unknown';
const states: CertifiedState[] = ['certified', 'ends-soon', 'rests'];
const stateWords = {
  certified: m.competence_overview_certified,
  'ends-soon': m.competence_overview_ends_soon,
  rests: m.competence_overview_rests
} satisfies Record<CertifiedState, () => string>;
const roleWords = (role: string) => certificateRoleWords[role as Held['role']]();
const placeOf = ({ district }: Held) => [district ?? unknown];
const languagesSpoken = ({ languages }: Held) => (languages.length > 0 ? languages : [unknown]);
const spoken = (code: string) =>
  code === unknown ? m.competence_overview_language_unknown() : languageName(code, getLocale());

function gateFigures({ gate: { openings } }: Overview): FigureGroup {
  const { open, single, several, undecided, full } = openings;
  const figure = (of: string, label: string, people: number, places: number | null) => ({
    of,
    label,
    people,
    places
  });
  return {
    key: 'gate',
    title: m.competence_overview_gate(),
    figures: [
      figure('gate:open', m.competence_overview_open(), open.length, placesIn(open)),
      ...single.map(({ remedy, places, waiting }) =>
        figure(`gate:${remedy}`, remedyWords[remedy](), waiting.length, places)
      ),
      figure('gate:several', m.competence_overview_several(), several.length, placesIn(several)),
      figure('gate:undecided', m.competence_overview_undecided(), undecided.length, null),
      figure('gate:full', m.competence_overview_full(), full.length, null)
    ].filter(({ people }) => people > 0)
  };
}

/** What nobody who waits can be matched for want of, in words. */
export const unmetRows = ({ gate: { unmet } }: Overview) =>
  unmet.map(({ remedy, languages, requests, supporters }) => ({
    remedy,
    label:
      remedy === 'language'
        ? m.competence_overview_speaks({
            languages: formatList(languages.map((code) => languageName(code, getLocale())))
          })
        : remedyWords[remedy](),
    requests,
    // Whoever speaks another language needs no training for it.
    supporters: remedy === 'language' ? 0 : supporters.length
  }));

export type Rows = {
  title: string;
  columns: { key: string; label: string; numeric?: boolean }[];
  rows: ({ id: string; certificate?: string } & Record<string, string | number>)[];
};

/** The people behind a figure; null when there is no such figure. */
export function peopleBehind(overview: Overview, of: string): Rows | null {
  const figure = figureGroups(overview)
    .flatMap(({ figures }) => figures)
    .find((known) => known.of === of);
  if (!figure) return null;
  const [group, key = ''] = of.split(':');
  return group === 'gate'
    ? supportersBehind(overview, key, figure.label)
    : heldRows(overview, heldBehind(overview, of), figure.label);
}

function heldBehind({ held, today }: Overview, of: string): Held[] {
  const state = states.find((known) => known === of);
  if (state) return heldWith(held, state, today);
  const certified = heldWith(held, 'certified', today);
  const [group, key = ''] = of.split(':');
  const keysOf = { role: ({ role }: Held) => [role], place: placeOf, language: languagesSpoken }[group!];
  return certified.filter((one) => keysOf?.(one).some((found) => found === key));
}

export function heldRows({ districts }: Overview, held: Held[], title: string): Rows {
  return {
    title,
    columns: [
      { key: 'name', label: m.competence_column_person() },
      { key: 'role', label: m.competence_column_certificate() },
      { key: 'district', label: m.competence_overview_district() },
      { key: 'languages', label: m.competence_overview_languages() },
      { key: 'until', label: m.competence_overview_until() }
    ],
    rows: held
      .toSorted((a, b) => (a.expiresOn < b.expiresOn ? -1 : 1))
      .map((one) => ({
        id: one.person,
        certificate: one.certificate,
        name: one.name,
        role: roleWords(one.role),
        district: one.district
          ? (districts.get(one.district) ?? m.competence_overview_place_unknown())
          : m.competence_overview_place_unknown(),
        languages: formatList(languagesSpoken(one).map(spoken)),
        until: one.restsSince
          ? m.competence_overview_since({ day: formatDay(one.restsSince, 'short') })
          : formatDay(one.expiresOn, 'short')
      }))
  };
}

function supportersBehind(overview: Overview, key: string, title: string): Rows {
  const { openings, names } = overview.gate;
  const waiting = openings.single.find(({ remedy }) => remedy === key)?.waiting;
  const found: { supporter: string; places: number | null; needs: Remedy[] }[] =
    waiting ??
    {
      open: openings.open.map((one) => ({ ...one, needs: [] })),
      several: openings.several,
      undecided: openings.undecided.map(withoutPlaces),
      full: openings.full.map(withoutPlaces)
    }[key as 'open'] ??
    [];
  return {
    title,
    columns: [
      { key: 'name', label: m.competence_column_person() },
      { key: 'needs', label: m.competence_overview_missing() },
      { key: 'places', label: m.competence_overview_places(), numeric: true }
    ],
    rows: found
      .map(({ supporter, places, needs }) => ({
        id: supporter,
        name: names.get(supporter) ?? '',
        needs: needs.map((remedy) => neededOf(overview, supporter, remedy)).join(' · ') || '–',
        places: places ?? '–'
      }))
      .toSorted((a, b) => Number(b.places) - Number(a.places) || a.name.localeCompare(b.name))
  };
}

const withoutPlaces = (supporter: string) => ({ supporter, places: null, needs: [] as Remedy[] });

function neededOf({ gate, skills }: Overview, supporter: string, remedy: Remedy): string {
  const items = gate.items.get(supporter) ?? [];
  const named = items.map((item) => skills.get(item) ?? item);
  return remedy === 'skills' && named.length > 0
    ? `${remedyWords.skills()} (${formatList(named)})`
    : remedyWords[remedy]();
}
