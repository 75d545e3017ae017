import { expect, test } from 'vitest';
import { parseSettings } from './index.server.ts';

test('an empty environment is enough for a first start on one machine', () => {
  expect(parseSettings({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    origin: 'http://localhost:8080',
    databaseUrl: undefined,
    demo: false
  });
});

test.each([
  ['DATABASE_URL', 'mysql://localhost/trellis'],
  ['TRELLIS_PORT', 'http'],
  ['TRELLIS_PORT', '70000'],
  ['TRELLIS_ORIGIN', 'trellis.example.org'],
  ['TRELLIS_SMTP_URL', 'mail.example.org:25'],
  ['TRELLIS_MAIL_FROM', 'Trellis'],
  ['TRELLIS_FILES_S3', 'bucket'],
  ['TRELLIS_METRICS_TOKEN', 'short'],
  ['TRELLIS_LOG', 'loud'],
  ['TRELLIS_PROXIES', '-1'],
  ['TRELLIS_DEMO', 'maybe']
])('a bad %s (%s) stops the program with a sentence that names it', (name, value) => {
  expect(() => parseSettings({ [name]: value })).toThrow(
    new RegExp(`The environment cannot be used:\n  ${name} \\S+`)
  );
});

test('every bad variable is named at once', () => {
  expect(() => parseSettings({ TRELLIS_PORT: 'http', TRELLIS_LOG: 'loud' })).toThrow(
    /TRELLIS_PORT[^]*TRELLIS_LOG/
  );
});
