/** What all charts look like: colours of the theme by name, letters, axes; in a right-to-left language time runs from the right. */
import { getTextDirection } from '#languages';
import { formatNumber } from '#platform/languages/format.ts';
import type { Point, Scale } from './series.ts';

export const ink = 'currentColor';
const soft = 'var(--ink-soft)';
const hairline = 'var(--hairline)';
export const colours = ['var(--leaf)', 'var(--clay)', 'var(--watch)', 'var(--ink-soft)'];
export const letters = { fontFamily: 'inherit', fontSize: 15, color: ink };

export const backwards = () => getTextDirection() === 'rtl';

export const quiet = { animation: false, textStyle: letters, tooltip: { show: false } };

/** `endsOnly` writes the first and the last place alone, where there is no room for more. */
export const timeAxis = (points: Point[], endsOnly = false) => ({
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

export const valueAxis = ({ unit = '', max }: Scale) => ({
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
