/** How a row of places is read. */
import { m } from '#messages';
import {
  boundaryLengthMax,
  readCount,
  readName,
  readNumber,
  readOneOf,
  type Cell,
  type Columns,
  type Reading
} from '#platform/imports/index.ts';
import { parseBoundary, type Boundary, type BoundaryRefusal } from './boundary.ts';
import { levelMax, type PlaceKind } from './place.ts';

export type PlaceRow = {
  p_code: string;
  name: string;
  parent: string | null;
  kind: PlaceKind | null;
  level: number | null;
  population: number | null;
  population_year: number | null;
  latitude: number | null;
  longitude: number | null;
  boundary: Boundary | null;
};

export const placeColumns: Columns<PlaceRow> = {
  p_code: {
    label: m.places_p_code,
    aliases: [
      'pcode',
      'code',
      'adm2_pcode',
      'admin code',
      'code p',
      'code lieu',
      'código p',
      'código',
      'msimbo',
      'msimbo wa eneo',
      'رمز',
      'رمز المكان',
      'الرمز'
    ],
    required: true,
    read: readCode
  },
  name: {
    label: m.places_name,
    aliases: [
      'name',
      'place',
      'district',
      'adm2_en',
      'nom',
      'lieu',
      'nombre',
      'lugar',
      'distrito',
      'jina',
      'jina la eneo',
      'wilaya',
      'الاسم',
      'اسم المكان',
      'المنطقة'
    ],
    required: true,
    read: readName
  },
  parent: {
    label: m.places_parent,
    aliases: [
      'parent',
      'parent code',
      'parent pcode',
      'adm1_pcode',
      'code parent',
      'code région',
      'código superior',
      'msimbo wa juu',
      'eneo la juu',
      'رمز الأعلى',
      'يتبع'
    ],
    read: readCode
  },
  kind: {
    label: m.places_kind,
    aliases: ['kind', 'type', 'type of place', 'genre', 'tipo', 'aina', 'النوع'],
    read: readOneOf<PlaceKind>({
      area: ['zone', 'district', 'region', 'région', 'área', 'zona', 'eneo', 'wilaya', 'منطقة'],
      'service-point': [
        'service point',
        'clinic',
        'facility',
        'point de service',
        'centre',
        'centre de santé',
        'punto de servicio',
        'clínica',
        'kituo',
        'zahanati',
        'مركز',
        'عيادة'
      ]
    })
  },
  level: {
    label: m.places_level,
    aliases: ['level', 'admin level', 'adm level', 'niveau', 'nivel', 'ngazi', 'المستوى'],
    read: readCount(0, levelMax)
  },
  population: {
    label: m.places_population,
    aliases: [
      'population',
      'people',
      'pop',
      'inhabitants',
      'habitants',
      'población',
      'habitantes',
      'idadi ya watu',
      'wakazi',
      'السكان',
      'عدد السكان'
    ],
    read: readCount(0, 2_000_000_000)
  },
  population_year: {
    label: m.places_population_year,
    aliases: [
      'population year',
      'census year',
      'year',
      'année',
      'année du recensement',
      'año',
      'mwaka',
      'mwaka wa sensa',
      'السنة',
      'سنة التعداد'
    ],
    read: readCount(1900, 2200)
  },
  latitude: {
    label: m.places_latitude,
    aliases: ['lat', 'latitude', 'latitud', 'latitudo', 'خط العرض'],
    read: readNumber(-90, 90)
  },
  longitude: {
    label: m.places_longitude,
    aliases: ['lon', 'lng', 'longitude', 'longitud', 'longitudo', 'خط الطول'],
    read: readNumber(-180, 180)
  },
  boundary: {
    label: m.places_boundary,
    aliases: ['boundary', 'geometry', 'geojson', 'limites', 'límites', 'mipaka', 'الحدود'],
    lengthMax: boundaryLengthMax,
    read: readBoundary
  }
};

const boundaryRefusals = {
  'not-an-outline': m.places_refusal_not_an_outline,
  'outside-the-world': m.places_refusal_outside_the_world,
  'too-many-points': m.places_refusal_too_many_points
} satisfies Record<BoundaryRefusal, () => string>;

function readBoundary({ text }: Cell): Reading<Boundary> {
  const read = parseBoundary(text);
  return 'boundary' in read ? { value: read.boundary } : { refusal: boundaryRefusals[read.refusal] };
}

const codeLengthMax = 40;

// One code in two spellings would make two places, so codes are kept in capitals and without spaces.
function readCode(cell: Cell): Reading<string> {
  const read = readName(cell);
  if ('refusal' in read) return read;
  const code = read.value.replaceAll(' ', '').toUpperCase();
  return code.length > codeLengthMax ? { refusal: m.places_refusal_code_too_long } : { value: code };
}
