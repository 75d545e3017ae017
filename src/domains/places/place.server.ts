/** What an organisation's places are, and a map of any number counted by them. */
import { stringify } from 'csv-stringify/sync';
import type { Person } from '#platform/access/index.ts';
import { drawMap, type MapArea } from '#platform/charts/map.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { formatNumber } from '#platform/languages/format.ts';
import { getTextDirection } from '#languages';
import { m } from '#messages';
import { inTreeOrder, type Place, type PlaceInTree } from './place.ts';

/** The organisation's places; boundaries are left out, because only a map needs them. */
export function placesVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('places')
    .where('places.organisation_id', '=', person.organisation.id)
    .select([
      'places.id',
      'places.p_code',
      'places.name',
      'places.kind',
      'places.level',
      'places.parent_id',
      'places.population',
      'places.population_year',
      'places.latitude',
      'places.longitude'
    ]);
}

/** The ids of the places with these codes; a code that no place has is left out. */
export async function placeIdsByCode(tx: Tx, codes: string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const found = await tx.selectFrom('places').where('p_code', 'in', codes).select(['id', 'p_code']).execute();
  return new Map(found.map(({ id, p_code }) => [p_code, id]));
}

/** Every place, each under its parent. */
export async function placeTree(tx: Tx, person: Person): Promise<PlaceInTree[]> {
  return inTreeOrder((await placesVisibleTo(tx, person).execute()) as Place[]);
}

/** The places as a file for a spreadsheet, in the columns that the importer reads. Cells cannot become formulas. */
export async function placesCsv(tx: Tx, person: Person): Promise<string> {
  const places = await placeTree(tx, person);
  const codes = new Map(places.map(({ id, p_code }) => [id, p_code]));
  const lines = places.map((place) => [
    place.p_code,
    place.name,
    (place.parent_id && codes.get(place.parent_id)) ?? '',
    place.kind,
    place.level,
    place.population ?? '',
    place.population_year ?? ''
  ]);
  const header = ['p_code', 'name', 'parent', 'kind', 'level', 'population', 'population_year'];
  return stringify([header, ...lines], { bom: true, escape_formulas: true, record_delimiter: '\r\n' });
}

export type ValuesByPlace = {
  /** By place id: a number, or 'masked' where it is too small to show. A place not named is missing. */
  values: ReadonlyMap<string, number | 'masked'>;
  /** The sentence that states the finding. */
  title: string;
  /** What is counted, such as "people reached". */
  label: string;
  format?: (value: number) => string;
};

/** What `MapFrame` takes. */
export type PlacesMap = { svg: string; title: string; table: { columns: string[]; rows: string[][] } };

/** A map of areas shaded by these values, and the same numbers as a table; null when no area has a boundary. */
export async function placesMap(
  tx: Tx,
  { values, title, label, format = formatNumber }: ValuesByPlace
): Promise<PlacesMap | null> {
  const areas = await areasToDraw(tx, values);
  if (areas.length === 0) return null;
  const legend = { label, missing: m.places_map_missing(), masked: m.places_map_masked() };
  const direction = getTextDirection();
  const svg = drawMap({ areas, legend, format, direction });
  const rows = areas
    .toSorted((a, b) => a.label.localeCompare(b.label))
    .map(({ label: place, value }) => [place, typeof value === 'number' ? format(value) : legend[value]]);
  return { svg, title, table: { columns: [m.places_name(), label], rows } };
}

/** Where the most people live; null where no area has both a boundary and a population. */
export async function populationMap(tx: Tx, person: Person): Promise<PlacesMap | null> {
  const places = await placesVisibleTo(tx, person)
    .where('boundary', 'is not', null)
    .where('population', 'is not', null)
    .execute();
  const finest = Math.max(...places.map(({ level }) => level));
  const most = places
    .filter(({ level }) => level === finest)
    .toSorted((a, b) => b.population! - a.population!)[0];
  if (!most) return null;
  const values = new Map(
    places.filter(({ level }) => level === finest).map(({ id, population }) => [id, population!])
  );
  const title = m.places_map_title({ place: most.name, population: formatNumber(most.population!) });
  return placesMap(tx, { values, title, label: m.places_map_label() });
}

// One level of areas covers the country once: the one the values speak about, else the finest that has boundaries.
async function areasToDraw(tx: Tx, values: ValuesByPlace['values']): Promise<MapArea[]> {
  const bounded = await tx
    .selectFrom('places')
    .where('kind', '=', 'area')
    .where('boundary', 'is not', null)
    .select(['id', 'name', 'level', 'boundary'])
    .orderBy('name')
    .execute();
  const spoken = bounded.filter(({ id }) => values.has(id));
  const level = Math.max(...(spoken.length > 0 ? spoken : bounded).map((place) => place.level));
  return bounded
    .filter((place) => place.level === level)
    .map(({ id, name, boundary }) => ({
      id,
      label: name,
      boundary: boundary as unknown as MapArea['boundary'],
      value: values.get(id) ?? 'missing'
    }));
}
