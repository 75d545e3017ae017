import type { EChartsCoreOption as Option } from 'echarts';
import { backwards, colours, letters, quiet, timeAxis, valueAxis } from './axes.ts';
import type { Size } from './drawing.server.ts';
import type { Line, Scale } from './series.ts';

/** Lines over time, each with its band. */
export function lineOptions(lines: Line[], scale: Scale, size: Size): Option {
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

export function lineSeries({ name, points }: Line, colour: string, label?: string): Option {
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
export function band({ name, points }: Line, colour: string): Option[] {
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

const bandOpacity = 0.16;
