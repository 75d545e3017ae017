import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultPaths } from './curricula/shape.ts';
import { inOrder, stagesOf, type PathModule } from './curriculum.ts';
import { mapOf } from './path-map.ts';

const drawn = (modules: PathModule[]) => {
  const ordered = inOrder(modules)!;
  const stages = stagesOf(ordered);
  const last = Math.max(...stages.values());
  return Array.from({ length: last + 1 }, (_, stage) =>
    ordered
      .filter(({ module }) => stages.get(module) === stage)
      .map(({ module, needs }) => ({ module, needs: needs.map((need) => ({ module: need })) }))
  );
};

test('a chain stands straight below one another', () => {
  const map = mapOf(
    drawn([
      { module: 'a', needs: [] },
      { module: 'b', needs: ['a'] },
      { module: 'c', needs: ['b'] }
    ])
  );
  expect(map).toMatchObject({ rows: 3, columns: 1 });
  expect(map.cells.map(({ column }) => column)).toEqual([0, 0, 0]);
});

// Several that come after the same, and what comes after all of them.
const fan = (...branches: string[]) => [
  { module: 'a', needs: [] },
  ...branches.map((module) => ({ module, needs: ['a'] })),
  { module: 'end', needs: branches }
];

test('two that come after the same stand around it, and what comes after both in the middle again', () => {
  expect(mapOf(drawn(fan('one', 'other'))).cells.map(({ column }) => column)).toEqual([0.5, 0, 1, 0.5]);
});

test('a line past a row keeps between the modules it passes', () => {
  const [first, ...others] = fan('left', 'middle', 'right');
  const end = { module: 'end', needs: ['left', 'right', 'a'] };
  const map = mapOf(drawn([first!, ...others.slice(0, -1), end]));
  expect(map.cells.filter(({ module }) => module === 'a' || module === 'end')).toMatchObject([
    { row: 0, column: 1 },
    { row: 2, column: 1 }
  ]);
  expect(map.lines.find(({ from, to }) => from === 'a' && to === 'end')!.d).toContain(
    'C1.5 1 2 0.85 2 1.1V1.9C'
  );
});

// Any graph without circles: what comes later may need what came before.
const paths = fc.array(fc.array(fc.nat(30), { maxLength: 3 }), { minLength: 1, maxLength: 14 }).map((needs) =>
  needs.map((of, index) => ({
    module: String(index),
    needs: index === 0 ? [] : [...new Set(of.map((need) => String(need % index)))]
  }))
);

test('in any path no two modules share a place, each stands below what it needs, and no line is missing', () => {
  fc.assert(
    fc.property(paths, (modules) => {
      const map = mapOf(drawn(modules));
      for (const one of map.cells)
        for (const other of map.cells.filter(({ row, module }) => row === one.row && module !== one.module))
          expect(Math.abs(other.column - one.column)).toBeGreaterThanOrEqual(1);
      expect(map.cells).toHaveLength(modules.length);
      const rowOf = new Map(map.cells.map(({ module, row }) => [module, row]));
      for (const { column } of map.cells) expect(column >= 0 && column <= map.columns - 1).toBe(true);
      for (const { from, to } of map.lines) expect(rowOf.get(from)!).toBeLessThan(rowOf.get(to)!);
      expect(map.lines).toHaveLength(modules.flatMap(({ needs }) => needs).length);
    })
  );
});

test('our own paths fit a phone: never more than three modules beside each other', () => {
  for (const modules of Object.values(defaultPaths))
    expect(mapOf(drawn(modules.map(([module, needs]) => ({ module, needs })))).columns).toBeLessThanOrEqual(
      3
    );
});
