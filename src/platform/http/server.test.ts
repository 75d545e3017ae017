import { once } from 'node:events';
import { request, type IncomingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import type { Settings } from '#platform/settings/index.server.ts';
import { listen } from './server.ts';

async function ask(
  origin: string,
  headers: Record<string, string> = {}
): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  const settings = { origin, host: '127.0.0.1', port: 0 } as Settings;
  const { server, port } = await listen(
    settings,
    (_request, response) => response.end('a page'),
    () => false
  );
  const asked = request({
    host: '127.0.0.1',
    port,
    headers: { host: new URL(origin).host, ...headers }
  }).end();
  const [answer] = await once(asked, 'response');
  answer.resume();
  server.closeAllConnections();
  server.close();
  return { status: answer.statusCode, headers: answer.headers };
}

test('on https, browsers are told to come back by https only; on plain http they are not', async () => {
  const secure = await ask('https://trellis.example');
  expect(secure.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
  const plain = await ask('http://localhost:8080');
  expect(plain.headers['strict-transport-security']).toBeUndefined();
});

test('a request for another host is refused, and told the same safe headers', async () => {
  const refused = await ask('https://trellis.example', { host: 'elsewhere.example' });
  expect(refused.status).toBe(421);
  expect(refused.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin'
  });
});
