import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const verify = (...words: string[]) =>
  spawnSync(process.execPath, ['src/cli/trellis.ts', 'badge', 'verify', ...words], { encoding: 'utf8' });

test.each([
  ['that is not there', 'no-such-badge.json'],
  ['that is a folder', 'src']
])('a script that asks about a file %s reads one object, and that it is not valid', (_, name) => {
  const { status, stdout, stderr } = verify(name, '--json');
  expect(status).toBe(1);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    valid: false,
    reasons: ['no-file'],
    words: [`There is no file ${name}.`]
  });
});

test('somebody at the keyboard is told on the channel of errors', () => {
  const { status, stdout, stderr } = verify('no-such-badge.json');
  expect([status, stdout, stderr]).toEqual([1, '', 'There is no file no-such-badge.json.\n']);
});
