/** Mfano, the invented country: five regions, thirty districts, their people and outlines, brought in by the importer. */
import { placesVisibleTo } from '#domains/places/index.server.ts';
import { bringIn } from './bring-in.server.ts';
import type { Chance } from './chance.ts';
import { act, at, who, type World } from './world.server.ts';

const regions = ['Kaskazini', 'Kusini', 'Mashariki', 'Magharibi', 'Kati'];
const districtNames = [
  'Mlimani',
  'Bondeni',
  'Kisiwani',
  'Mtoni',
  'Ziwani',
  'Msituni',
  'Pwani',
  'Nyanda',
  'Chemchemi',
  'Jangwani',
  'Mashambani',
  'Sokoni',
  'Darajani',
  'Milango',
  'Kijani',
  'Upepo',
  'Mwangaza',
  'Baraka',
  'Amani',
  'Tumaini',
  'Umoja',
  'Uhuru',
  'Furaha',
  'Neema',
  'Busara',
  'Salama',
  'Maziwa',
  'Mawe',
  'Asubuhi',
  'Jioni'
];
const columns = 6;
const size = 0.8;

export async function mapTheCountry(world: World): Promise<void> {
  const administrator = who(world, 'administrator');
  const places = Buffer.from(placesSheet(world.chance));
  const boundaries = Buffer.from(outlines(world.chance));
  const when = at(world, 0, 9);
  await act(world, administrator, when, (tx) =>
    bringIn(tx, 'places', 'districts.csv', places, administrator)
  );
  await act(world, administrator, when, (tx) =>
    bringIn(tx, 'place-boundaries', 'districts.geojson', boundaries, administrator)
  );
  const found = await act(world, administrator, when, (tx) => placesVisibleTo(tx, administrator).execute());
  world.districts = found
    .filter(({ p_code }) => p_code.length === 6)
    .map(({ id, p_code }) => ({ id, code: p_code }));
}

function placesSheet(chance: Chance): string {
  const rows = ['P-Code,Name,Lies in,Population,Census year', 'MF,Mfano,,,'];
  regions.forEach((region, index) => rows.push(`MF0${index + 1},${region},MF,,`));
  districtNames.forEach((name, index) => {
    rows.push(`${codeOf(index)},${name},${codeOf(index).slice(0, 4)},${chance.between(28, 210) * 1000},2022`);
  });
  return rows.join('\n');
}

// Districts lie in a grid whose corners are pulled about, each corner shared by its neighbours, so no gaps open.
function outlines(chance: Chance): string {
  const corners = Array.from({ length: 6 }, (_, row) =>
    Array.from({ length: columns + 1 }, (_, column) => [
      34 + column * size + (chance.next() - 0.5) * 0.4,
      2 - row * size + (chance.next() - 0.5) * 0.4
    ])
  );
  const features = districtNames.map((_, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    const ring = [
      corners[row]![column]!,
      corners[row + 1]![column]!,
      corners[row + 1]![column + 1]!,
      corners[row]![column + 1]!
    ];
    return {
      type: 'Feature',
      properties: { p_code: codeOf(index) },
      geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
    };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

function codeOf(index: number): string {
  return `MF0${Math.floor(index / columns) + 1}0${(index % columns) + 1}`;
}
