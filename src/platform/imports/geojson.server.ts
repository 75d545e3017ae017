/**
 * JSON as a table. GeoJSON: one row a feature, one column a property, and a last column `boundary` with its geometry.
 * Any other: an object whose `rows` are flat objects, one row each.
 */
import type { Cell, Language } from './cell.ts';
import { emptyCell } from './cell.ts';
import { textOf } from './csv.server.ts';
import { columnsMax, rowsMax, type Sheet, type SheetRefusal } from './sheet.ts';

export function readGeoJson(bytes: Buffer, language: Language): Sheet | SheetRefusal {
  const text = textOf(bytes, language);
  if (text === null) return 'not-text';
  const content = parsed(text);
  const features = featuresOf(content) ?? rowsOf(content);
  if (!features) return 'not-geojson';
  if (features.length > rowsMax) return 'too-many-rows';
  const names = [...new Set(features.flatMap(({ properties }) => [...properties.keys()]))];
  if (names.length >= columnsMax) return 'too-many-columns';
  const header = { number: 1, cells: [...names, 'boundary'].map((text) => ({ text })) };
  const rows = features.map(({ properties, boundary }, index) => ({
    number: index + 2,
    cells: [...names.map((name) => properties.get(name) ?? emptyCell), { text: boundary }]
  }));
  return { rows: [header, ...rows] };
}

type Feature = { properties: Map<string, Cell>; boundary: string };

function rowsOf(content: unknown): Feature[] | null {
  if (!isObject(content) || !Array.isArray(content.rows) || !content.rows.every(isObject)) return null;
  return content.rows.map((row) => featureOf({ properties: row })!);
}

function featuresOf(collection: unknown): Feature[] | null {
  if (!isObject(collection) || collection.type !== 'FeatureCollection' || !Array.isArray(collection.features))
    return null;
  const features = collection.features.map(featureOf);
  return features.every((feature) => feature !== null) ? features : null;
}

function featureOf(feature: unknown): Feature | null {
  if (!isObject(feature)) return null;
  const properties = new Map<string, Cell>();
  // A Map, because a property may be called __proto__.
  for (const [name, value] of Object.entries(isObject(feature.properties) ? feature.properties : {})) {
    if (typeof value === 'number') properties.set(name, { text: String(value), number: value });
    else if (typeof value === 'string') properties.set(name, { text: value });
  }
  return { properties, boundary: geometryText(feature.geometry) };
}

// A ring of a polygon in a collection of polygons is four lists deep; anything deeper is not a boundary.
const depthMax = 6;

function geometryText(geometry: unknown): string {
  if (!isObject(geometry) || depthOf(geometry.coordinates) > depthMax) return '';
  return JSON.stringify({ type: String(geometry.type), coordinates: geometry.coordinates });
}

// Walks level by level: a file of a million brackets must not exhaust the stack.
function depthOf(value: unknown): number {
  let level = Array.isArray(value) ? [value] : [];
  let depth = 0;
  while (level.length > 0 && depth <= depthMax) {
    depth++;
    level = level.flatMap((list) => list.filter(Array.isArray) as unknown[][]);
  }
  return depth;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
