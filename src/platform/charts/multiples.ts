import type { EChartsCoreOption as Option } from 'echarts';
import { backwards, colours, ink, letters, quiet, timeAxis, valueAxis } from './axes.ts';
import { band, lineSeries } from './lines.ts';
import type { Line, Scale } from './series.ts';

export const multipleHeight = 150;

/** The same small line chart once for each part, in so many columns. */
export function multiplesOptions(parts: Line[], scale: Scale, columns: number): Option {
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
