import { error } from '@sveltejs/kit';
import { barChart, lineChart, smallMultiples } from '#platform/charts/index.server.ts';
import type { PageServerLoad } from './$types';

// The parts on show are for whoever builds pages; in the built program there is no such page.
export const load: PageServerLoad = () => {
  if (!import.meta.env.DEV) error(404, 'not-found');
  return { line: lineChart(scores), bars: barChart(districts), small: smallMultiples(places) };
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'];
const falling = (from: number, step: number, spread: number) =>
  months.map((at, index) => {
    const value = from - step * index;
    return { at, value, low: value - spread, high: value + spread };
  });

const scores = [
  { name: 'With support', points: falling(15, 1.6, 1.2) },
  { name: 'Waiting', points: falling(15.4, 0.4, 1.8) }
];
const districts = [
  { label: 'Mwezi', value: 128, low: 117, high: 139 },
  { label: 'Bahari', value: 96, low: 84, high: 108 },
  { label: 'Milima ya Kaskazini', value: 41, low: 32, high: 50 }
];
const places = ['Mwezi', 'Bahari', 'Milima', 'Jangwa', 'Msitu', 'Pwani'].map((name, index) => ({
  name,
  points: falling(14 + index / 2, 0.6 + index / 4, 1.4)
}));
