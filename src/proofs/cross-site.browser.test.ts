/** What another site could make a signed-in browser send, and what every answer tells the browser. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { seeker, staff, visitor, type Somebody } from './people.ts';
import { pathOf, routes } from './routes.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;
let people: Somebody[];
beforeAll(async () => {
  setting = await openSetting();
  people = [await staff('coordinator'), await seeker()];
});
afterAll(() => setting.close());

const bodies: Record<string, string> = {
  'application/x-www-form-urlencoded': 'command=01a20088-c15b-7686-a547-0f51383505b9&sure=yes&name=Mallory',
  'multipart/form-data; boundary=b':
    '--b\r\ncontent-disposition: form-data; name="sure"\r\n\r\nyes\r\n--b--\r\n',
  'text/plain': 'sure=yes',
  'application/json': '{"sure":"yes"}'
};
const elsewhere: Record<string, string>[] = [
  {},
  { origin: 'https://elsewhere.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { origin: 'https://elsewhere.example', 'sec-fetch-site': 'same-origin' }
];

const acts = async () => {
  const { rows } = await setting.owner.query(
    `select (select count(*) from audit_entries where actor_id is not null) || '/' || (select count(*) from identity.session)
     || '/' || (select count(*) from memberships) || '/' || (select count(*) from people) as done`
  );
  return rows[0].done;
};

test('nothing sent from another site is done, at any route, as any kind of body', async () => {
  const before = await acts();
  const wrong: string[] = [];
  for (const { id } of routes().filter((route) => route.acts)) {
    for (const [type, body] of Object.entries(bodies)) {
      for (const from of elsewhere) {
        for (const { key, cookie } of people) {
          const { status } = await fetch(inject('origin') + pathOf(id), {
            method: 'POST',
            body,
            redirect: 'manual',
            headers: { cookie, 'content-type': type, ...from }
          });
          if (status !== 403) wrong.push(`${key} ${id} ${type} ${JSON.stringify(from)}: ${status}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(await acts()).toBe(before);
});

test('the same from our own pages is heard: the refusals above are about where it came from', async () => {
  const { status } = await people[0]!.post('/account', { name: '' });
  expect(status).not.toBe(403);
});

const everyAnswer = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin'
};
// Whatever could be shown as a document of its own; what a page is put together of, a browser never shows so.
const everyDocument = {
  ...everyAnswer,
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin'
};

test('every answer carries the safe headers: pages, files, refusals and mistakes', async () => {
  const [coordinator] = people;
  const front = await (await visitor().get('/')).text();
  const asset = /href="([^"]+\.css)"/.exec(front)![1]!;
  const answers = {
    page: await visitor().get('/'),
    'signed in': await coordinator!.get('/today'),
    download: await coordinator!.get('/people/people.csv'),
    'not found': await visitor().get('/nowhere'),
    'not yours': await coordinator!.get('/my'),
    'not signed in': await visitor().get('/today'),
    'nothing to do': await coordinator!.post('/today', {}),
    'cross-site': await visitor().post('/sign-in', {}, { origin: 'https://elsewhere.example' }),
    asset: await visitor().get(new URL(asset, `${inject('origin')}/`).pathname),
    font: await visitor().get('/fonts/atkinson-regular.woff2'),
    healthz: await visitor().get('/healthz')
  };
  for (const [what, answer] of Object.entries(answers)) {
    const headers = Object.fromEntries(answer.headers);
    expect(headers, what).toMatchObject(what === 'asset' ? everyAnswer : everyDocument);
    expect(headers['server'] ?? headers['x-powered-by'], what).toBeUndefined();
    if (!['asset', 'font', 'healthz', 'cross-site'].includes(what))
      expect(headers['cache-control'], what).toContain('no-store');
    if (headers['content-type']?.startsWith('text/html'))
      expect(headers['content-security-policy'], what).toBeDefined();
  }
});

test('the content policy lets in nothing from elsewhere and no script but ours', async () => {
  for (const where of ['/', '/sign-in', '/nowhere']) {
    const policy = (await visitor().get(where)).headers.get('content-security-policy') ?? '';
    const rules = Object.fromEntries(policy.split(/;\s*/).map((rule) => rule.split(/ (.*)/s).slice(0, 2)));
    expect(rules, where).toMatchObject({
      'default-src': "'none'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'"
    });
    expect(rules['script-src'] ?? "'none'", where).not.toMatch(/unsafe|https?:|\*|data:/);
  }
});

test('a session’s cookie is out of reach of scripts and of other sites', async () => {
  const { cast, demoPassword } = await import('#assembly/story/cast.ts');
  const answer = await visitor().post('/sign-in', { email: cast[0]!.email, password: demoPassword });
  const session = answer.headers.getSetCookie().find((line) => line.includes('session'))!;
  expect(session).toMatch(/; ?HttpOnly/i);
  expect(session).toMatch(/; ?SameSite=(Lax|Strict)/i);
  expect(session).toMatch(/; ?Path=\//i);
});
