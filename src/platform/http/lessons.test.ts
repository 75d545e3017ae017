import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { lessonsOriginOf, parseSettings, type Settings } from '#platform/settings/index.server.ts';
import { listen } from './server.ts';

const settings = {
  origin: 'https://trellis.example',
  lessonsOrigin: 'https://lessons.example.net',
  host: '127.0.0.1',
  port: 0
} as Settings;

/** Asks a server that answers every path with the headers it was asked with. */
async function ask(host: string, path: string, { method = 'GET', ...headers }: Record<string, string> = {}) {
  const { server, port } = await listen(
    settings,
    (asked, response) => response.end(JSON.stringify(asked.headers)),
    (asked, response) => asked.url === '/healthz' && Boolean(response.end('{}'))
  );
  const asked = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers } }).end();
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  server.closeAllConnections();
  server.close();
  const heard = answer.statusCode === 200 ? (JSON.parse(text) as IncomingHttpHeaders) : {};
  return { status: answer.statusCode as number, headers: answer.headers as IncomingHttpHeaders, heard };
}

const lesson = '/o/village/lessons/code/content/index.html';

test('at the lessons’ address nobody is signed in, and nothing but a lesson is answered', async () => {
  const { status, headers, heard } = await ask('lessons.example.net', lesson, {
    cookie: 'trellis.session_token=x'
  });
  expect(status).toBe(200);
  expect(heard.cookie).toBeUndefined();
  expect(heard['x-trellis-lessons']).toBe('yes');
  expect(headers['x-frame-options']).toBeUndefined();
  expect(headers['content-security-policy']).toMatch(
    /connect-src 'self'.*form-action 'none'.*frame-ancestors 'self' https:\/\/trellis\.example; sandbox (?!.*allow-top-navigation)(?!.*allow-popups)/
  );
  for (const path of ['/', '/today', '/healthz', '/o/village', '/o/village/lessons'])
    expect((await ask('lessons.example.net', path)).status).toBe(404);
  expect((await ask('lessons.example.net', lesson, { method: 'POST' })).status).toBe(405);
});

test('at our own address there is no lesson, and nobody can pretend that there is', async () => {
  expect((await ask('trellis.example', lesson)).status).toBe(404);
  const disguised = await ask('trellis.example', lesson.replace('l', '%6c'), { 'x-trellis-lessons': 'yes' });
  expect(disguised.heard['x-trellis-lessons']).toBeUndefined();
  expect(disguised.headers['x-frame-options']).toBe('DENY');
});

test('a machine of one’s own has two names; elsewhere lessons have a name when one was given, and never our own', () => {
  expect(lessonsOriginOf('http://localhost:8080')).toBe('http://127.0.0.1:8080');
  expect(lessonsOriginOf('http://127.0.0.1:8080')).toBe('http://localhost:8080');
  expect(lessonsOriginOf('https://trellis.example')).toBeNull();
  expect(lessonsOriginOf('https://trellis.example', 'https://lessons.example.net/')).toBe(
    'https://lessons.example.net'
  );
  const same = {
    TRELLIS_ORIGIN: 'https://trellis.example',
    TRELLIS_LESSONS_ORIGIN: 'https://trellis.example:8443'
  };
  expect(() => parseSettings(same)).toThrow('another name');
});
