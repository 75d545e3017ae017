/** The outline of an area: GeoJSON that is checked, and made simple enough to send and draw. */

type Point = [longitude: number, latitude: number];
export type Boundary =
  { type: 'Polygon'; coordinates: Point[][] } | { type: 'MultiPolygon'; coordinates: Point[][][] };
export type BoundaryRefusal = 'not-an-outline' | 'outside-the-world' | 'too-many-points';

const pointsMax = 200_000;

/** Reads a GeoJSON polygon or multi-polygon. Never throws, whatever the text holds. */
export function parseBoundary(text: string): { boundary: Boundary } | { refusal: BoundaryRefusal } {
  const shape = parsed(text);
  const polygons =
    shape?.type === 'Polygon'
      ? [shape.coordinates]
      : shape?.type === 'MultiPolygon'
        ? shape.coordinates
        : null;
  if (!Array.isArray(polygons) || polygons.length === 0 || !polygons.every(isPolygon))
    return { refusal: 'not-an-outline' };
  const points = polygons.flat(2);
  if (points.length > pointsMax) return { refusal: 'too-many-points' };
  if (!points.every(isOnEarth)) return { refusal: 'outside-the-world' };
  const simple = polygons.map((rings) => rings.map(simplified));
  return {
    boundary:
      shape!.type === 'Polygon'
        ? { type: 'Polygon', coordinates: simple[0]! }
        : { type: 'MultiPolygon', coordinates: simple }
  };
}

function parsed(text: string): { type?: unknown; coordinates?: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function isPolygon(rings: unknown): rings is Point[][] {
  return Array.isArray(rings) && rings.length > 0 && rings.every(isRing);
}

// A ring comes back to where it began, so a triangle has four points.
function isRing(ring: unknown): ring is Point[] {
  return Array.isArray(ring) && ring.length >= 4 && ring.every(isPoint) && same(ring[0]!, ring.at(-1)!);
}

function isPoint(point: unknown): point is Point {
  return Array.isArray(point) && point.length >= 2 && Number.isFinite(point[0]) && Number.isFinite(point[1]);
}

function isOnEarth([longitude, latitude]: Point): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

const same = (a: Point, b: Point) => a[0] === b[0] && a[1] === b[1];

// About a hundred metres at the equator: less than a line's width on any map we draw.
const toleranceDegrees = 0.001;

/** Ramer–Douglas–Peucker, without recursion, so that no file can exhaust the stack. Keeps at least a triangle. */
export function simplified(ring: Point[]): Point[] {
  const keep = new Set([0, farthest(ring, 0, ring.length - 1).at, ring.length - 1]);
  const corner = [...keep].sort((a, b) => a - b);
  const spans = corner.slice(1).map((end, index) => [corner[index]!, end] as const);
  while (spans.length > 0) {
    const [from, to] = spans.pop()!;
    const { at, distance } = farthest(ring, from, to);
    if (distance <= toleranceDegrees) continue;
    keep.add(at);
    spans.push([from, at], [at, to]);
  }
  const kept = [...keep].sort((a, b) => a - b).map((at) => rounded(ring[at]!));
  return kept.length >= 4 ? kept : ring.map(rounded);
}

function farthest(ring: Point[], from: number, to: number): { at: number; distance: number } {
  let found = { at: from, distance: 0 };
  for (let at = from + 1; at < to; at++) {
    const distance = distanceToLine(ring[at]!, ring[from]!, ring[to]!);
    if (distance > found.distance) found = { at, distance };
  }
  return found;
}

function distanceToLine([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

// Five decimals are one metre.
function rounded([longitude, latitude]: Point): Point {
  return [Math.round(longitude * 1e5) / 1e5, Math.round(latitude * 1e5) / 1e5];
}
