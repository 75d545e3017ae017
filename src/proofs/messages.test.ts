import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every message is said somewhere', () => {
  const sources = globSync('src/**/*.{ts,svelte}', { exclude: ['src/platform/languages/compiled/**'] });
  const said = new Set(
    sources.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=\bm\.)[a-z0-9_]+/g) ?? [])
  );
  const unsaid = globSync('src/**/messages/en.json')
    .flatMap((file) => Object.keys(JSON.parse(readFileSync(file, 'utf8'))))
    .filter((key) => key !== '$schema' && !said.has(key));
  expect(unsaid).toEqual([]);
});
