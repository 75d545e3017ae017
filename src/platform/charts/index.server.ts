/**
 * Charts as SVG text, drawn on the server. Colours are those of ui/tokens.css by name, so a chart follows the
 * reader's theme; in a right-to-left language time runs from the right. Each chart comes in a `wide` and a
 * `narrow` drawing, of which the page shows the one that fits, so that letters stay readable on a phone.
 */
import { createRequire } from 'node:module';
import type * as echarts from 'echarts';
import { getTextDirection } from '#languages';
import { formatNumber } from '#platform/languages/format.ts';

/** A value at a place on the axis, with the bounds of its uncertainty where they are known. `null` is a gap. */
export type Point = { at: string; value: number | null; low?: number; high?: number };
export type Line = { name: string; points: Point[] };
export type Bar = { label: string; value: number; low?: number; high?: number };
type Scale = { unit?: string; max?: number };

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

type Size = { name: 'wide' | 'narrow'; width: number; height: number };
const sizes: Size[] = [
  { name: 'wide', width: 760, height: 340 },
  { name: 'narrow', width: 340, height: 280 }
];
const multipleHeight = 150;
const inBothSizes = (drawing: (size: Size) => string) => sizes.map(drawing).join('');

const ink = 'currentColor';
const soft = 'var(--ink-soft)';
const hairline = 'var(--hairline)';
const colours = ['var(--leaf)', 'var(--clay)', 'var(--watch)', 'var(--ink-soft)'];
const letters = { fontFamily: 'inherit', fontSize: 15, color: ink };
const bandOpacity = 0.16;

const backwards = () => getTextDirection() === 'rtl';

type Option = echarts.EChartsCoreOption;

function lineOptions(lines: Line[], scale: Scale, size: Size): Option {
  const rtl = backwards();
  // The lines are named at their ends where there is room, else above.
  const above = size.name === 'narrow' && lines.length > 1;
  const named = size.name === 'wide' && lines.length > 1 ? 130 : 16;
  return {
    ...quiet,
    legend: above
      ? {
          orient: 'vertical',
          top: 0,
          left: rtl ? 'right' : 'left',
          textStyle: letters,
          icon: 'roundRect',
          data: lines.map(({ name }) => name)
        }
      : undefined,
    grid: {
      top: above ? 18 + lines.length * 24 : 16,
      bottom: 34,
      left: rtl ? named : 48,
      right: rtl ? 48 : named
    },
    xAxis: { ...timeAxis(lines[0]?.points ?? []), inverse: rtl },
    yAxis: { ...valueAxis(scale), position: rtl ? 'right' : 'left' },
    series: lines.flatMap((line, index) => [
      ...band(line, colours[index % colours.length]!),
      lineSeries(
        line,
        colours[index % colours.length]!,
        size.name === 'wide' && lines.length > 1 ? line.name : undefined
      )
    ])
  };
}

function lineSeries({ name, points }: Line, colour: string, label?: string): Option {
  return {
    type: 'line',
    name,
    data: points.map(({ value }) => value),
    color: colour,
    lineStyle: { width: 2.5 },
    symbol: 'circle',
    symbolSize: 6,
    itemStyle: { color: colour },
    endLabel: label
      ? { show: true, formatter: label, ...letters, color: colour, align: backwards() ? 'right' : 'left' }
      : undefined
  };
}

/** The uncertainty: an unseen line at `low`, and the difference to `high` filled above it. */
function band({ name, points }: Line, colour: string): Option[] {
  if (!points.some(({ low, high }) => low !== undefined && high !== undefined)) return [];
  const unseen = {
    type: 'line',
    color: colour,
    stack: `band-${name}`,
    symbol: 'none',
    lineStyle: { opacity: 0 },
    stackStrategy: 'all'
  };
  return [
    { ...unseen, data: points.map(({ low }) => low ?? null) },
    {
      ...unseen,
      data: points.map(({ low, high }) => (low === undefined || high === undefined ? null : high - low)),
      areaStyle: { color: colour, opacity: bandOpacity }
    }
  ];
}

function barOptions(bars: Bar[], scale: Scale, size: Size): Option {
  const rtl = backwards();
  // About as wide as letters of this size are; a longer name is broken into lines.
  const names = Math.min(
    size.width / 3,
    16 + letterWidth * Math.max(...bars.map(({ label }) => label.length))
  );
  const numbers = 16 + letterWidth * Math.max(...bars.map((bar) => numberOf(bar, scale).length));
  return {
    ...quiet,
    grid: { top: 8, bottom: 28, left: rtl ? numbers : names, right: rtl ? names : numbers },
    xAxis: { ...valueAxis(scale), inverse: rtl, splitNumber: size.name === 'wide' ? 4 : 2 },
    yAxis: {
      type: 'category',
      inverse: true,
      position: rtl ? 'right' : 'left',
      data: bars.map(({ label }) => label),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...letters, fontSize: 14, width: names - 12, overflow: 'break' }
    },
    series: [
      {
        type: 'bar',
        data: bars.map(({ value }) => value),
        barMaxWidth: 20,
        itemStyle: { color: colours[0], borderRadius: 3 }
      },
      whiskers(bars, scale)
    ]
  };
}

const letterWidth = 8.2;

const numberOf = ({ value, low, high }: Bar, { unit = '' }: Scale) =>
  low === undefined || high === undefined
    ? `${formatNumber(value)}${unit}`
    : `${formatNumber(value)}${unit} (${formatNumber(low)}–${formatNumber(high)})`;

type Api = { coord(at: [number, number]): [number, number] };

/** Over each bar the line from `low` to `high`, and beyond its end the number. */
function whiskers(bars: Bar[], scale: Scale): Option {
  const rtl = backwards();
  return {
    type: 'custom',
    data: bars.map(({ value, low = value, high = value }, row) => [low, high, row]),
    encode: { x: [0, 1], y: 2 },
    clip: false,
    z: 3,
    renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => {
      const bar = bars[dataIndex]!;
      const { low = bar.value, high = bar.value } = bar;
      const [from, y] = api.coord([low, dataIndex]);
      const [to] = api.coord([high, dataIndex]);
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: from, y1: y, x2: to, y2: y },
            style: { stroke: ink, fill: 'none', lineWidth: low === high ? 0 : 2 }
          },
          {
            type: 'text',
            x: to + (rtl ? -10 : 10),
            y,
            style: {
              text: numberOf(bar, scale),
              fill: ink,
              ...letters,
              align: rtl ? 'right' : 'left',
              verticalAlign: 'middle'
            }
          }
        ]
      };
    }
  };
}

function multiplesOptions(parts: Line[], scale: Scale, columns: number): Option {
  const rtl = backwards();
  const place = (index: number) => {
    const column = rtl ? columns - 1 - (index % columns) : index % columns;
    return {
      left: `${(column * 100) / columns + 2}%`,
      right: `${((column + 1) * 100) / columns - 2}%`,
      width: `${100 / columns - 4}%`,
      top: Math.floor(index / columns) * multipleHeight
    };
  };
  return {
    ...quiet,
    title: parts.map(({ name }, index) => ({
      text: name,
      left: rtl ? place(index).right : place(index).left,
      textAlign: rtl ? 'right' : 'left',
      top: place(index).top,
      padding: 0,
      borderColor: ink,
      textStyle: { ...letters, fontSize: 14, fontWeight: 'bold' }
    })),
    grid: parts.map((_, index) => ({
      ...place(index),
      right: undefined,
      top: place(index).top + 30,
      height: multipleHeight - 62
    })),
    xAxis: parts.map(({ points }, gridIndex) => ({ ...timeAxis(points, true), gridIndex, inverse: rtl })),
    yAxis: parts.map((_, gridIndex) => ({
      ...valueAxis(scale),
      gridIndex,
      axisLabel: { show: false },
      splitNumber: 2
    })),
    series: parts.flatMap((line, index) =>
      [...band(line, colours[0]!), lineSeries(line, colours[0]!)].map((series) => ({
        ...series,
        symbolSize: 4,
        xAxisIndex: index,
        yAxisIndex: index
      }))
    )
  };
}

const quiet = { animation: false, textStyle: letters, tooltip: { show: false } };

/** `endsOnly` writes the first and the last place alone, where there is no room for more. */
const timeAxis = (points: Point[], endsOnly = false) => ({
  type: 'category',
  boundaryGap: false,
  data: points.map(({ at }) => at),
  axisLine: { lineStyle: { color: soft } },
  axisTick: { show: false },
  axisLabel: {
    ...letters,
    fontSize: endsOnly ? 12 : 14,
    color: soft,
    hideOverlap: true,
    interval: endsOnly ? (index: number) => index === 0 || index === points.length - 1 : 'auto',
    alignMinLabel: backwards() ? 'right' : 'left',
    alignMaxLabel: backwards() ? 'left' : 'right'
  }
});

const valueAxis = ({ unit = '', max }: Scale) => ({
  type: 'value',
  min: 0,
  max,
  splitNumber: 4,
  axisLabel: {
    ...letters,
    fontSize: 14,
    color: soft,
    formatter: (value: number) => `${formatNumber(value)}${unit}`
  },
  splitLine: { lineStyle: { color: hairline } }
});

// It is large, and most days draw no chart, so it is loaded at the first.
function drawer(): typeof echarts {
  return createRequire(import.meta.url)('echarts') as typeof echarts;
}

function draw(option: Option, { name, width, height }: Size): string {
  const chart = drawer().init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    return plain(chart.renderToSVGString(), name);
  } finally {
    chart.dispose();
  }
}

/** Takes away what only serves pointing at a chart in a browser: styles, class names and data of events. */
function plain(svg: string, name: Size['name']): string {
  return (
    svg
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/ (class|ecmeta_\w+|pointer-events|version|baseProfile|xmlns|xmlns:xlink)="[^"]*"/g, '')
      .replace(/>\s+</g, '><')
      // The drawing places its texts from the left itself; Arabic words inside them still run their own way.
      .replace('<svg ', `<svg class="${name}" direction="ltr" aria-hidden="true" `)
  );
}
