import { expect, test } from 'vitest';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { barChart, lineChart, smallMultiples } from './index.server.ts';

const months = ['Jan', 'Feb', 'Mar'].map((at, index) => ({
  at,
  value: 14 - index * 3,
  low: 12 - index * 3,
  high: 16 - index * 3
}));

test('a chart names its lines, shows how sure it is, and comes in a size for phones', () => {
  const svg = lineChart([
    { name: 'Green Valley', points: months },
    { name: 'Everywhere', points: months }
  ]);
  expect(svg.match(/<svg /g)).toHaveLength(2);
  expect(svg).toContain('Green Valley');
  expect(svg).toMatch(/fill-opacity="0.16"/);
});

test('a chart takes its colours from the theme and brings no style or script', () => {
  const svg =
    barChart([{ label: 'Mwezi', value: 12, low: 9, high: 15 }]) +
    smallMultiples([{ name: 'Mwezi', points: months }]);
  expect(svg).toContain('var(--leaf)');
  // What a clip is filled with is never seen.
  const seen = svg.replace(/<defs[\s\S]*?<\/defs>/g, '');
  expect(seen).not.toMatch(/#[0-9a-f]{3,6}"|<style|<script/i);
});

test('what somebody typed cannot become markup', () => {
  expect(barChart([{ label: '<script>alert(1)</script>', value: 1 }])).not.toContain('<script');
});

test('in Arabic, time runs from the right', () => {
  const first = (svg: string) => Number(/translate\(([\d.]+) [\d.]+\)[^>]*>Jan</.exec(svg)?.[1]);
  const draw = () => lineChart([{ name: 'All', points: months }]);
  expect(first(inLanguage('ar', draw))).toBeGreaterThan(first(inLanguage('en', draw)) + 300);
});
