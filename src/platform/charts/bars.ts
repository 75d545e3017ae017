import type { EChartsCoreOption as Option } from 'echarts';
import { formatNumber } from '#platform/languages/format.ts';
import { backwards, colours, ink, letters, quiet, valueAxis } from './axes.ts';
import type { Size } from './drawing.server.ts';
import type { Bar, Scale } from './series.ts';

/** Horizontal bars, each with its number and its whisker. */
export function barOptions(bars: Bar[], scale: Scale, size: Size): Option {
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
