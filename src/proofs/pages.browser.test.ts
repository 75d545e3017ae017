/**
 * Every page there is, opened by everybody who can get to it, and each looked at twice in a real browser: from left to right in the
 * light, from right to left in the dark, with the keyboard alone, and on a phone of 320 pixels. Strangers asked for anything and scripts
 * that fail are found by the browser itself (see inBrowser).
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startPlan } from '#domains/care-plans/index.server.ts';
import { newId } from '#platform/ids.ts';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { abreast } from './abreast.ts';
import { barriersInTheDark, keyboardTrouble, sideways, weigh, type Weight } from './inspection.ts';
import { everybody, type Somebody } from './people.ts';
import { routes } from './routes.ts';
import { beginSupport, openSetting, type Setting } from './setting.ts';
import {
  addressOnScreen,
  beginLearning,
  openAssessment,
  restCertificate,
  type Learning
} from './setting-of-learning.ts';
import { walk, type Stop } from './walk.ts';

// Pages that answer nobody here, each with the reason.
const notOpened: Record<string, string> = {
  '/(dev)/gallery': 'answers only while developing',
  '/(app)/training/courses/[course]/packages/[package]/visits/[visit]':
    'is a visit of one’s own, opened by a button; journeys/package.browser.test.ts looks at it'
};

// Opens a visit by its one button.
const packagePage = '/(app)/training/courses/[course]/packages/[package]';

const kilobyte = 1000;
const bytesMax = { seeker: 60 * kilobyte, staff: 120 * kilobyte, script: 60 * kilobyte };

const { open } = inBrowser();
const all = routes();
let setting: Setting;
const trouble = { barriers: [] as string[], keyboard: [] as string[], narrow: [] as string[] };
const weights = new Map<string, Weight>();
const unopened: string[] = [];
const foreign: string[] = [];

beforeAll(async () => {
  setting = await openSetting();
  const people = await everybody();
  const starts = await beginnings(people);
  const found = new Map<string, Stop & { by: Somebody }>();
  const walks = await Promise.all(people.map((person) => walk(person, all, starts)));
  for (const [at, person] of people.entries()) {
    for (const [id, stop] of walks[at]!) {
      foreign.push(...strangersIn(stop).map((address) => `${person.key} ${id}: ${address}`));
      if (stop.route.page && !found.has(id)) found.set(id, { ...stop, by: person });
    }
  }
  const asking = await lookAtAsking();
  await weighVisit(found.get(packagePage)!);
  const opened = new Set([...found.keys(), ...asking]);
  unopened.push(
    ...all.filter(({ id, page }) => page && !opened.has(id) && !notOpened[id]).map(({ id }) => id)
  );
  await abreast([...found.values()], (stop) => lookAt(stop, stop.by));
}, 1_200_000);
afterAll(() => setting.close());

test('every page there is was opened by somebody', () => expect(unopened).toEqual([]));

test('no page, for anybody, names a stranger to load anything from', () => expect(foreign).toEqual([]));

test('no page has a barrier, in the light, in the dark, or right to left', () =>
  expect(trouble.barriers).toEqual([]));

test('every page is walked with the keyboard alone, skip link first and focus always to be seen', () =>
  expect(trouble.keyboard).toEqual([]));

test('no page makes a phone of 320 pixels scroll sideways, in either direction of writing', () =>
  expect(trouble.narrow).toEqual([]));

test('every page’s first load keeps to its budget', () => {
  const rows = [...weights].map(([id, { all, script }]) => ({ page: id, all, script, most: budgetOf(id) }));
  console.table(
    rows
      .toSorted((a, b) => b.all - a.all)
      .map((row) => ({ ...row, all: kb(row.all), script: kb(row.script), most: kb(row.most) }))
  );
  expect(rows.filter(({ all, script, most }) => all > most || script > bytesMax.script)).toEqual([]);
});

const kb = (bytes: number) => `${(bytes / kilobyte).toFixed(1)} KB`;
const budgetOf = (id: string) =>
  ['/(app)', '/account', '/field'].some((start) => id.startsWith(start)) ? bytesMax.staff : bytesMax.seeker;

/** Where the walks begin: the fronts, and what links lead to only at the right moment. */
async function beginnings(people: Somebody[]): Promise<string[]> {
  const pseudonym = JSON.parse(readFileSync(`${inject('data')}/demo-seeker.json`, 'utf8')).pseudonym;
  const { rows: seekers } = await setting.owner.query('select id from people where name = $1', [pseudonym]);
  await beginSupport(setting, 'supporter', seekers[0].id);
  const { rows: certificates } = await setting.owner.query(
    'select code from certificates order by id limit 1'
  );
  const { rows: workshops } = await setting.owner.query('select id from workshops order by id limit 1');
  const plan = await beginPlan(seekers[0].id);
  const learning = await beginLearning(setting, 'assessor');
  const learner = await setting.member('assessor');
  const resting = await restCertificate(setting, 'practitioner');
  const helper = await setting.member('supporter');
  const received = await sendSheet(people.find(({ key }) => key === 'administrator')!);
  return [
    ...[
      '/',
      '/today',
      '/my',
      '/account',
      '/account/confirm',
      '/sign-in/second-factor',
      '/reset/none',
      '/invitation/none'
    ],
    ...[
      '/safeguarding?show=closed',
      `/verify/${certificates[0].code}`,
      '/come-back',
      '/away',
      '/my/plan/share',
      '/my/plan/print',
      '/people/applications',
      '/o/green-valley/become-a-supporter'
    ],
    ...[`/import/${received}`, `/import/${received}/columns`, `/import/${received}/preview`],
    `/training/workshops/${workshops[0].id}/sheet`,
    `/care-plans/${plan}`,
    `/competence/certificates/${resting}/appeal`,
    `/competence/assessments/${await openAssessment(setting, 'supporter')}/form`,
    await addressOnScreen(setting, learning.session),
    `/training/sessions/${learning.session}/code`,
    `/training/courses/${learning.course}/attempts/${learning.attempt}`,
    `/training/workshops/${learning.held}/test/before`,
    `/training/workshops/${learning.held}/test/before/paper`,
    `/training/workshops/${learning.held}/test/before/paper/${learner.id}`,
    `/training/workshops/${learning.over}/evaluation`,
    `/training/workshops/${learning.over}/money`,
    `/training/workshops/${learning.coming}/change`,
    `/training/workshops/${learning.coming}/line`,
    `/training/workshops/${learning.coming}/trainers`,
    `/training/courses/${learning.course}/draft/quizzes/${learning.quiz}/questions/${await firstQuestionOf(learning)}`,
    `/training/cost/people/${helper.id}`,
    `/competence/people/${helper.id}/plan`
  ];
}

async function firstQuestionOf({ course, quiz }: Learning): Promise<string> {
  const { rows } = await setting.owner.query(
    `select quiz #>> '{questions,0,id}' as question from course_versions, jsonb_array_elements(content -> 'quizzes') quiz
     where course_id = $1 and quiz ->> 'id' = $2 order by number desc limit 1`,
    [course, quiz]
  );
  return rows[0].question;
}

async function beginPlan(seeker: string): Promise<string> {
  const supporter = await setting.member('supporter');
  const plan = await setting.as(supporter, (tx) => startPlan(tx, { id: newId(), seeker }, supporter));
  if (!plan) throw new Error('The plan was not begun.');
  return plan;
}

async function sendSheet({ cookie }: Somebody): Promise<string> {
  const command = newId();
  const body = new FormData();
  body.set('command', command);
  body.set('kind', 'places');
  body.set(
    'file',
    new File([readFileSync('examples/places-with-mistakes.csv')], 'places.csv', { type: 'text/csv' })
  );
  const origin = inject('origin');
  const answer = await fetch(`${origin}/import`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { cookie, origin, accept: 'text/html' }
  });
  if (answer.status !== 303) throw new Error(`The sheet was not taken: ${answer.status}.`);
  const page = await bearing(cookie, 'en');
  await page.goto(`/import/${command}/columns`);
  await page.locator('main form button').last().click();
  await page.waitForURL('**/preview');
  await page.context().close();
  return command;
}

async function lookAt({ where, route }: Stop, { cookie }: Somebody): Promise<void> {
  const page = await bearing(cookie, 'en');
  const told = await weigh(page);
  await page.goto(where);
  weights.set(route.id, await told());
  await inspect(page);
  await page.context().addCookies([{ name: 'trellis_language', value: 'ar', url: inject('origin') }]);
  await told();
  await page.goto(where);
  weights.set(`${route.id} ar`, await told());
  await inspectMirrored(page);
  await page.context().close();
}

async function bearing(cookie: string, language: string): Promise<Page> {
  const page = await open({
    language,
    theme: 'light',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 }
  });
  const url = inject('origin');
  const pairs = cookie
    .split('; ')
    .filter(Boolean)
    .map((pair) => pair.split(/=(.*)/s));
  await page.context().addCookies(pairs.map(([name, value]) => ({ name: name!, value: value!, url })));
  return page;
}

async function inspect(page: Page): Promise<void> {
  trouble.keyboard.push(...(await keyboardTrouble(page)));
  trouble.narrow.push(...(await sideways(page)));
  trouble.barriers.push(...(await barriersOn(page)));
}

async function inspectMirrored(page: Page): Promise<void> {
  trouble.narrow.push(...(await sideways(page)).map((line) => `ar ${line}`));
  trouble.barriers.push(...(await barriersInTheDark(page)).map((line) => `ar ${line}`));
}

/** The steps of asking for support come one after the other, so they are looked at on the way. */
async function lookAtAsking(): Promise<string[]> {
  const steps = ['', '/wishes', '/answers', '/name'];
  for (const language of ['en', 'ar']) {
    const page = await bearing('', language);
    const suffix = language === 'en' ? '' : ` ${language}`;
    const told = await weigh(page);
    await page.goto('/o/green-valley/get-support');
    for (const step of steps) {
      await page.waitForURL(`**/get-support${step}`, { waitUntil: 'load' });
      weights.set(`/(public)/o/[organisation]/get-support${step}${suffix}`, await told());
      await (language === 'en' ? inspect(page) : inspectMirrored(page));
      if (step === '/wishes') await page.locator('input[name=minor][value=no]').check();
      await page.locator('main form button').last().click();
      await page.waitForLoadState();
    }
    // The last step signs them in; they may now choose whom to talk to.
    await told();
    await page.goto('/my/choose');
    weights.set(`/(seeker)/my/choose${suffix}`, await told());
    await (language === 'en' ? inspect(page) : inspectMirrored(page));
    await page.context().close();
  }
  return [...steps.map((step) => `/(public)/o/[organisation]/get-support${step}`), '/(seeker)/my/choose'];
}

async function weighVisit({ where, by }: Stop & { by: Somebody }): Promise<void> {
  const page = await bearing(by.cookie, 'en');
  await page.goto(where);
  const told = await weigh(page);
  await page.locator('main form button').first().click();
  await page.waitForURL('**/visits/*');
  weights.set(`${packagePage}/visits/[visit]`, await told());
  await page.context().close();
}

/** What the page itself would load from elsewhere; a link somebody may choose to follow is not that. */
function strangersIn({ html }: Stop): string[] {
  const origin = inject('origin');
  const loads = [
    ...html.matchAll(
      /<(?:script|img|link|iframe|source|video|audio|object|embed|form|use)\b[^>]*?\b(?:src|href|action|data|srcset)="(?:https?:)?\/\/[^"]*"/g
    )
  ];
  return loads.map(([tag]) => tag).filter((tag) => !tag.includes(origin));
}
