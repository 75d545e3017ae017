/** WCAG 2.2, 1.4.3 and 1.4.11: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');
const grounds = ['paper', 'paper-raised', 'paper-sunk'];
const text: [ink: string, on: string[]][] = [
  ['ink', [...grounds, 'leaf-wash', 'clay-wash', 'watch-wash', 'bad-wash']],
  ['ink-soft', grounds],
  ['leaf', [...grounds, 'leaf-wash']],
  ['leaf-strong', [...grounds, 'leaf-wash']],
  ['clay', [...grounds, 'clay-wash']],
  ['watch', [...grounds, 'watch-wash']],
  ['bad', [...grounds, 'bad-wash']],
  ['on-leaf', ['leaf', 'leaf-strong']],
  ['on-bad', ['bad']],
  ['paper-raised', ['clay']],
  ['paper', ['ink']]
];
const lines: [line: string, on: string[]][] = [
  ['edge', grounds],
  ['focus', [...grounds, 'leaf-wash']]
];

const blocks = [...css.matchAll(/:root(?:\[data-theme='(\w+)'\])? \{([^}]*--paper:[^}]*)\}/g)].map(
  ([, theme, body]) => ({
    theme: theme ?? 'light',
    colours: Object.fromEntries(
      [...body!.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, colour]) => [name!, colour!])
    )
  })
);

test('all themes are there, and what the system asks for looks like what a person chooses', () => {
  expect(blocks.map(({ theme }) => theme)).toEqual(['light', 'system', 'dark', 'system', 'contrast']);
  expect(blocks[1]!.colours).toEqual(blocks[2]!.colours);
  expect(blocks[3]!.colours).toEqual(blocks[4]!.colours);
});

test.each(blocks)('every text and every edge can be seen: $theme', ({ colours }) => {
  const faint = (pairs: [string, string[]][], least: number) =>
    pairs.flatMap(([ink, on]) =>
      on
        .map((ground) => ({ ink, ground, ratio: contrast(colours[ink]!, colours[ground]!) }))
        .filter(({ ratio }) => ratio < least)
    );
  expect(faint(text, 4.5)).toEqual([]);
  expect(faint(lines, 3)).toEqual([]);
});

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
