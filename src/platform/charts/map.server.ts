/**
 * A map of areas shaded by a number, as SVG made on the server: no script, no tiles, no third party. What is missing or
 * masked is hatched, never shaded like a low number. The page says in words what the map finds.
 */
import { geoArea, geoMercator, geoPath } from 'd3-geo';
import type { MultiPolygon, Polygon, Position } from 'geojson';

export type MapArea = {
  id: string;
  label: string;
  boundary: Polygon | MultiPolygon;
  /** A number to shade by; or why there is none to show. */
  value: number | 'missing' | 'masked';
};

export type MapDrawing = {
  areas: MapArea[];
  /** What is counted, and the words for the two kinds of hatching. */
  legend: { label: string; missing: string; masked: string };
  format: (value: number) => string;
  direction?: 'ltr' | 'rtl';
};

// Five steps of leaf green; neighbours differ enough in lightness to be told apart without colour.
const shades = ['#e3eedd', '#b7d3ab', '#82b07a', '#4c8653', '#235c37'];
const width = 720;
const mapHeight = 480;
const legendLine = 28;

/** The drawing as an SVG element. */
export function drawMap({ areas, legend, format, direction = 'ltr' }: MapDrawing): string {
  const steps = stepsOf(areas.flatMap(({ value }) => (typeof value === 'number' ? [value] : [])));
  const features = areas.map((area) => ({ ...area, boundary: wound(area.boundary) }));
  const projection = geoMercator().fitExtent(
    [
      [8, 8],
      [width - 8, mapHeight - 8]
    ],
    { type: 'GeometryCollection', geometries: features.map(({ boundary }) => boundary) }
  );
  const path = geoPath(projection).digits(1);
  const words = (value: MapArea['value']) => (typeof value === 'number' ? format(value) : legend[value]);
  const shapes = features.map(({ label, boundary, value }) => {
    const shape = path(boundary) ?? '';
    return `<path d="${shape}" fill="${fillOf(value, steps)}"><title>${escaped(`${label}: ${words(value)}`)}</title></path>`;
  });
  const entries = legendEntries(areas, steps, legend, format);
  const height = mapHeight + legendLine * (entries.length + 1) + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" direction="${direction}" font-size="15">`,
    `<defs>${hatch('missing', '#f4f1ea', '#8a857a')}${hatch('masked', '#efe4da', '#a0583a')}</defs>`,
    `<g stroke="#5d594f" stroke-width="0.7" stroke-linejoin="round">${shapes.join('')}</g>`,
    legendOf(entries, legend.label, direction),
    '</svg>'
  ].join('');
}

/** The upper bounds of up to five steps that hold about as many areas each. */
function stepsOf(values: number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const bounds = shades.map((_, step) => sorted[Math.ceil(((step + 1) * sorted.length) / shades.length) - 1]);
  return [...new Set(bounds.filter((bound) => bound !== undefined))];
}

function fillOf(value: MapArea['value'], steps: number[]): string {
  if (typeof value !== 'number') return `url(#map-${value})`;
  return shadeOf(
    steps.findIndex((bound) => value <= bound),
    steps
  );
}

// Few steps still reach from light to dark.
function shadeOf(step: number, steps: number[]): string {
  const at = steps.length === 1 ? 2 : Math.round((step * (shades.length - 1)) / (steps.length - 1));
  return shades[at]!;
}

type LegendEntry = { fill: string; words: string };

function legendEntries(
  areas: MapArea[],
  steps: number[],
  legend: MapDrawing['legend'],
  format: MapDrawing['format']
): LegendEntry[] {
  const values = areas.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const entries = steps.map((bound, step) => {
    const inside = values.filter((value) => value <= bound && (step === 0 || value > steps[step - 1]!));
    const [low, high] = [Math.min(...inside), Math.max(...inside)];
    return {
      fill: shadeOf(step, steps),
      words: low === high ? format(low) : `${format(low)} – ${format(high)}`
    };
  });
  const hatched = (['missing', 'masked'] as const).filter((why) => areas.some(({ value }) => value === why));
  return [...entries, ...hatched.map((why) => ({ fill: `url(#map-${why})`, words: legend[why] }))];
}

function legendOf(entries: LegendEntry[], label: string, direction: 'ltr' | 'rtl'): string {
  const [box, text] = direction === 'rtl' ? [width - 40, width - 50] : [8, 50];
  const line = (index: number) => mapHeight + legendLine * (index + 1);
  const rows = entries.map(
    ({ fill, words }, index) =>
      `<rect x="${box}" y="${line(index + 1) - 14}" width="32" height="18" fill="${fill}" stroke="#5d594f" stroke-width="0.7"/>` +
      `<text x="${text}" y="${line(index + 1)}" fill="currentColor">${escaped(words)}</text>`
  );
  const start = direction === 'rtl' ? width - 8 : 8;
  return `<text x="${start}" y="${line(0)}" font-weight="bold" fill="currentColor">${escaped(label)}</text>${rows.join('')}`;
}

function hatch(id: string, ground: string, stroke: string): string {
  return (
    `<pattern id="map-${id}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(${id === 'masked' ? -45 : 45})">` +
    `<rect width="7" height="7" fill="${ground}"/><line x1="0" y1="0" x2="0" y2="7" stroke="${stroke}" stroke-width="2"/></pattern>`
  );
}

// On the sphere a ring's direction says which side is inside, and d3 wants the opposite of what RFC 7946 asks for.
// Files do either; an area of more than half the globe is always one that was meant the other way round.
function wound<Shape extends Polygon | MultiPolygon>(boundary: Shape): Shape {
  const turn = (rings: Position[][]) =>
    rings.map((ring, index) => {
      const covers = geoArea({ type: 'Polygon', coordinates: [ring] });
      const inverted = covers > 2 * Math.PI;
      // The first ring is the outside; the others are holes, and run against it.
      return inverted === (index === 0) ? ring.toReversed() : ring;
    });
  const coordinates =
    boundary.type === 'Polygon' ? turn(boundary.coordinates) : boundary.coordinates.map(turn);
  return { type: boundary.type, coordinates } as Shape;
}

function escaped(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;'
  };
  return text.replace(/[&<>"']/g, (mark) => entities[mark]!);
}
