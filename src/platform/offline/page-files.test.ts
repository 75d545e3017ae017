import { expect, test } from 'vitest';
import { filesNamedIn, filesNeeded } from './page-files.ts';

const program: Record<string, string> = {
  '/_app/immutable/entry/start.js': 'import"../chunks/shared.js";',
  '/_app/immutable/chunks/shared.js': 'export{a as b};',
  '/_app/immutable/nodes/9.js':
    'm.f=["../chunks/sheet.js","../assets/sheet.css"];()=>import(`../chunks/sheet.js`);import"../chunks/shared.js"',
  '/_app/immutable/chunks/sheet.js': 'import{x}from"../nodes/9.js";',
  '/_app/immutable/assets/sheet.css': '@font-face{src:url(/fonts/bold.woff2)}',
  '/_app/immutable/nodes/10.js': 'import"../chunks/elsewhere.js"',
  '/_app/immutable/chunks/elsewhere.js': '',
  '/fonts/bold.woff2': '',
  '/page.js': "fetch('/today')"
};
const text =
  '<script src="/page.js"></script><a href="/today">…</a>' +
  '<script>import("./_app/immutable/entry/start.js");import("./_app/immutable/nodes/9.js")</script>';

test('a page needs what it names, what that loads later, and nothing of other pages', async () => {
  const needed = await filesNeeded(
    { address: '/field', text },
    new Set(Object.keys(program)),
    async (path) => program[path]!
  );
  expect(needed.toSorted()).toEqual([
    '/_app/immutable/assets/sheet.css',
    '/_app/immutable/chunks/shared.js',
    '/_app/immutable/chunks/sheet.js',
    '/_app/immutable/entry/start.js',
    '/_app/immutable/nodes/9.js',
    '/fonts/bold.woff2',
    '/page.js'
  ]);
});

test('names are read as seen from the file they stand in', () => {
  expect(
    filesNamedIn('import"../chunks/a.js";import(`./b.js`);"https://elsewhere/c.js"', '/x/entry/app.js')
  ).toEqual(['/x/chunks/a.js', '/x/entry/b.js']);
});
