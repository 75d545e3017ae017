import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Control = { says: string; tests: { file: string; name: string }[] };
type Hazard = { id: string; controls: Control[] };

const log = readFileSync('docs/safety-case/hazards.md', 'utf8');
const hazards = hazardsIn(log);

test('every hazard of the list at the top has its part below, and the other way round', () => {
  const listed = [...log.matchAll(/^\| (H\d+) \|/gm)].map(([, id]) => id);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed).toEqual(hazards.map(({ id }) => id));
});

describe.each(hazards)('$id', ({ controls }) => {
  test('has a control, and each control names a test or is said to be a gap', () => {
    expect(controls.length).toBeGreaterThan(0);
    const unproved = controls.filter(({ says, tests }) => says.startsWith('**Gap:**') === tests.length > 0);
    expect(unproved).toEqual([]);
  });

  test('names only tests that are there', () => {
    const named = controls.flatMap(({ tests }) => tests);
    const missing = named.filter(({ file, name }) => !testsIn(file).includes(name));
    expect(missing).toEqual([]);
  });
});

function hazardsIn(text: string): Hazard[] {
  const [, ...parts] = text.split(/^## (?=H\d+ )/m);
  return parts.map((part) => ({ id: part.slice(0, part.indexOf(' ')), controls: controlsIn(part) }));
}

// A row of two cells; the heading and the rule below it are no controls.
function controlsIn(part: string): Control[] {
  return [...part.matchAll(/^\| (.+) \|(.*)\|$/gm)]
    .filter(([, says]) => says !== 'Control' && says !== '---')
    .map(([, says, proof]) => ({ says: says!, tests: testsNamed(proof!) }));
}

function testsNamed(proof: string): Control['tests'] {
  return [...proof.matchAll(/`(src\/[^`]+\.test\.ts)` › \*([^*]+)\*/g)].map(([, file, name]) => ({
    file: file!,
    name: name!
  }));
}

/** The names of a file's tests as they are written there; none where there is no such file. */
function testsIn(file: string): string[] {
  if (!existsSync(file)) return [];
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/\btest(?:\.each\([^]*?\))?\(\s*(['"`])([^]*?)\1,/g)].map(([, , name]) => name!);
}
