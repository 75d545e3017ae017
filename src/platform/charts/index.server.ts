/**
 * Charts as SVG text, drawn on the server. Colours are those of ui/tokens.css by name, so a chart follows the
 * reader's theme; in a right-to-left language time runs from the right. Each chart comes in a `wide` and a
 * `narrow` drawing, of which the page shows the one that fits, so that letters stay readable on a phone.
 */
import { barOptions } from './bars.ts';
import { draw, inBothSizes } from './drawing.server.ts';
import { lineOptions } from './lines.ts';
import { multipleHeight, multiplesOptions } from './multiples.ts';
import type { Bar, Line, Scale } from './series.ts';

/** Lines over time, each named at its end, with a band from `low` to `high` around it. */
export function lineChart(lines: Line[], scale: Scale = {}): string {
  return inBothSizes((size) => draw(lineOptions(lines, scale, size), size));
}

/** Horizontal bars in the order given, each with its number, and a whisker from `low` to `high`. */
export function barChart(bars: Bar[], scale: Scale = {}): string {
  return inBothSizes((size) =>
    draw(barOptions(bars, scale, size), { ...size, height: 40 + bars.length * 38 })
  );
}

/** The same small line chart once for each part, on one scale, so that the parts can be compared. */
export function smallMultiples(parts: Line[], scale: Scale = {}): string {
  const max =
    scale.max ?? Math.max(...parts.flatMap(({ points }) => points.map((p) => p.high ?? p.value ?? 0)));
  return inBothSizes((size) => {
    const columns = size.name === 'wide' ? 3 : 2;
    return draw(multiplesOptions(parts, { ...scale, max }, columns), {
      ...size,
      height: Math.ceil(parts.length / columns) * multipleHeight
    });
  });
}
