/** A chart as SVG text, in the sizes that a page needs. */
import { createRequire } from 'node:module';
import type * as echarts from 'echarts';

export type Size = { name: 'wide' | 'narrow'; width: number; height: number };
const sizes: Size[] = [
  { name: 'wide', width: 760, height: 340 },
  { name: 'narrow', width: 340, height: 280 }
];
/** The drawing once for each size. */
export const inBothSizes = (drawing: (size: Size) => string) => sizes.map(drawing).join('');

// It is large, and most days draw no chart, so it is loaded at the first.
function drawer(): typeof echarts {
  return createRequire(import.meta.url)('echarts') as typeof echarts;
}

export function draw(option: echarts.EChartsCoreOption, { name, width, height }: Size): string {
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
