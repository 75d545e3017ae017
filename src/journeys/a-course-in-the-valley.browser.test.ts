import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { m } from '#messages';
import { barriersOn, inBrowser } from '#platform/testing/browser.ts';
import { openDevice, type Device } from '#platform/testing/device.ts';
import { button, fillIn, link, once, onAPhone, press, read, withoutScript } from './walk.ts';

const { as } = inBrowser();
const course = once('Listening');
const picture = {
  name: 'chairs.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64'
  )
};
const recording = { name: 'greeting.wav', mimeType: 'audio/wav', buffer: quiet(1) };
const captions = {
  name: 'greeting.vtt',
  mimeType: 'text/vtt',
  buffer: Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nGood morning.\n')
};
let device: Device;
let address: string;

beforeAll(async () => {
  device = await openDevice();
  const trainer = await as('trainer', withoutScript);
  address = await beginCourse(trainer, course);
  await addMedia(trainer, address, { title: 'Two chairs', file: picture });
  const transcript = 'Good morning. Is this a good moment?';
  await addMedia(trainer, address, { title: 'A greeting', file: recording, transcript });
  await press(link(trainer, m.training_lesson_add()));
  await fillIn(trainer, { title: 'Sitting down' });
  const shown = (await read(trainer)).match(/!\[[^\]]*\]\(media:[0-9a-f-]+\)/g)!;
  expect(shown).toHaveLength(2);
  const words = `# First\n\nSit **beside** them.\n\n${shown.join('\n\n')}`;
  await trainer.locator('textarea[name=words]').fill(words);
  await press(button(trainer, m.training_lesson_preview()));
  expect(await trainer.locator('.lesson h2').innerText()).toBe('First');
  await press(button(trainer, m.training_course_save()));

  await trainer.goto(`${address}/draft`);
  await press(link(trainer, m.training_quiz_add()));
  await fillIn(trainer, { title: 'What stays' });
  await press(button(trainer, m.training_course_save()));
  await press(link(trainer, m.training_question_single()));
  await fillIn(trainer, {
    text: 'What comes first?',
    option_0: 'To listen',
    right_0: 'yes',
    option_1: 'To advise',
    feedback_1: 'That is too early.'
  });
  await press(button(trainer, m.training_course_save()));
  await press(link(trainer, m.training_question_vignette()));
  await fillIn(trainer, {
    text: 'Neema sits alone.',
    step_0: 'You see her crying.',
    choice_0_0: 'Sit beside her',
    points_0_0: '2',
    next_0_0: m.training_question_step_number({ number: 2 }),
    choice_0_1: 'Walk past',
    step_1: 'She looks up.',
    choice_1_0: 'Wait until she speaks',
    points_1_0: '1'
  });
  await press(button(trainer, m.training_course_save()));
  await trainer.goto(`${address}/draft`);
  await press(button(trainer, m.training_course_publish()));
});
afterAll(() => device?.close());

test('without script a learner reads, keeps half an answer, sees the next step of a case, and hands in', async () => {
  const learner = await as('supporter', { ...withoutScript, ...onAPhone });
  await learner.goto(address);
  await press(button(learner, m.training_course_take()));
  await press(link(learner, m.training_course_first_lesson()));
  await press(button(learner, m.training_lesson_done_last()));
  await press(link(learner, 'What stays'));
  expect(await read(learner)).not.toContain('She looks up.');
  await learner.getByLabel('Sit beside her').check();
  await press(button(learner, m.training_quiz_hand_in()));
  expect(await read(learner)).toContain(m.training_quiz_case_goes_on());
  await press(button(learner, m.training_quiz_keep()));
  expect(await learner.getByLabel('Sit beside her').isChecked()).toBe(true);
  await learner.getByLabel('Wait until she speaks').check();
  await learner.getByLabel('To advise').check();
  await press(button(learner, m.training_quiz_hand_in()));
  const said = await read(learner);
  expect(said).toContain('50%');
  expect(said).toContain('That is too early.');
});

test('a course’s picture and recording are kept when it is opened, play without a signal, and go with the pack', async () => {
  let page = await device.signIn('assessor', address);
  await press(button(page, m.training_course_take()));
  await page.goto('/field');
  await link(page, course).waitFor();
  expect(await read(page)).toContain(m.training_field_files({ size: '9 kB' }));
  await page.evaluate(() => navigator.serviceWorker.ready);
  await press(link(page, course));
  await page.getByText(m.training_field_files_kept({ size: '9 kB' })).waitFor();

  device.cutNetwork();
  page = await device.killAndReopen();
  await page.goto('/field');
  await press(link(page, course));
  await page.getByText(m.training_field_files_kept({ size: '9 kB' })).waitFor();
  const seen = await page.locator('.lesson').evaluate(async (lesson) => {
    const image = lesson.querySelector('img')!;
    image.loading = 'eager';
    await image.decode();
    const player = lesson.querySelector('video')!;
    player.muted = true;
    await player.play();
    player.currentTime = 0.5;
    await new Promise((resolve) => player.addEventListener('seeked', resolve, { once: true }));
    return [image.naturalWidth, player.error, player.textTracks[0]!.cues!.length];
  });
  expect(seen).toEqual([1, null, 1]);
  expect(await barriersOn(page)).toEqual([]);

  // Somebody else takes up the telephone.
  device.mendNetwork();
  page = await device.signIn('assessor2', '/field');
  await page.getByText(m.offline_all_sent()).waitFor();
  await page.getByText('Hodan Warsame').waitFor();
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open('field-files')).keys()).length))
    .toBe(0);
});

test('in a long recording a learner goes to the end without waiting for what comes before', async () => {
  const trainer = await as('trainer', withoutScript);
  const long = await beginCourse(trainer, once('Long'));
  const file = { ...recording, buffer: quiet(20 * 60) };
  await addMedia(trainer, long, { title: 'A long greeting', file, transcript: 'Good morning.' });
  await press(link(trainer, m.training_lesson_add()));
  const [shown] = (await read(trainer)).match(/!\[[^\]]*\]\(media:[0-9a-f-]+\)/)!;
  await fillIn(trainer, { title: 'Listen' });
  await trainer.locator('textarea[name=words]').fill(shown);
  await press(button(trainer, m.training_course_save()));
  await trainer.goto(`${long}/draft`);
  await press(button(trainer, m.training_course_publish()));

  const learner = await as('supporter');
  await learner.goto(long);
  await press(button(learner, m.training_course_take()));
  await press(link(learner, m.training_course_first_lesson()));
  const pieces: { status: number; from: number }[] = [];
  learner.on('response', (response) => {
    const range = /^bytes (\d+)-/.exec(response.headers()['content-range'] ?? '');
    if (response.url().includes('/media/') && response.request().resourceType() === 'media')
      pieces.push({ status: response.status(), from: Number(range?.[1]) });
  });
  const at = await learner.locator('.lesson video').evaluate(async (player: HTMLVideoElement) => {
    const once = (happened: string) =>
      new Promise((resolve) => player.addEventListener(happened, resolve, { once: true }));
    player.muted = true;
    const known = once('loadedmetadata');
    player.preload = 'metadata';
    await known;
    const there = once('seeked');
    player.currentTime = 19 * 60;
    await there;
    await player.play();
    return { at: player.currentTime, until: player.seekable.end(0), fault: player.error };
  });
  expect(at).toMatchObject({ until: 1200, fault: null });
  expect(at.at).toBeGreaterThanOrEqual(19 * 60);
  expect(pieces.map(({ status }) => status).filter((status) => status !== 206)).toEqual([]);
  expect(Math.max(...pieces.map(({ from }) => from))).toBeGreaterThan(8_000_000);
});

/** A course of that name, and its address. */
async function beginCourse(trainer: Page, title: string): Promise<string> {
  await trainer.goto('/training/courses/new');
  await fillIn(trainer, {
    title,
    kind: await trainer.locator('select[name=kind] option').nth(1).innerText(),
    language: 'English'
  });
  await press(button(trainer, m.training_course_begin_writing()));
  return new URL(trainer.url()).pathname.replace(/\/draft$/, '');
}

async function addMedia(
  trainer: Page,
  course: string,
  {
    title,
    file,
    transcript = ''
  }: { title: string; file: { name: string; mimeType: string; buffer: Buffer }; transcript?: string }
): Promise<void> {
  await trainer.goto(`${course}/draft/media`);
  await trainer.locator('input[name=file]').setInputFiles(file);
  await fillIn(trainer, { title, transcript });
  if (transcript) await trainer.locator('input[name=captions]').setInputFiles(captions);
  await press(button(trainer, m.training_media_add()));
  await trainer.goto(`${course}/draft`);
}

/** A recording without a sound: 8,000 samples of one byte for each second, after the 44 bytes of a WAV's head. */
function quiet(seconds: number): Buffer {
  const [rate, head] = [8000, Buffer.alloc(44)];
  const samples = rate * seconds;
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}
