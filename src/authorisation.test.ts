import { expect, test } from 'vitest';
import { problemPage } from '#platform/http/problem-page.ts';
import { refusalToEnter } from './authorisation.ts';

test('whoever is signed in and holds no role any more is told so, and can sign out', async () => {
  const page = problemPage('belongs-nowhere', { language: 'en', request: 'a-request' });
  expect(await page.text()).toContain(
    '<form method="post" action="/sign-out"><button>Sign out</button></form>'
  );
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
  expect(refusalToEnter('/(app)/sign-out', 'POST', null)).toBeNull();
});

test('on other problems there is nothing to press', async () => {
  expect(await problemPage('not-found', { language: 'en', request: 'a-request' }).text()).not.toContain(
    '<form'
  );
});
