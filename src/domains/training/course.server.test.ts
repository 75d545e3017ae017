import { expect, test } from 'vitest';
import { now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { aQuiz, classroom, whatComesFirst } from '#platform/testing/course.server.ts';
import type { CourseContent } from './index.ts';
import {
  addMedia,
  beginCourse,
  coursesVisibleTo,
  draftsVisibleTo,
  finishLessons,
  handIn,
  keepAnswers,
  keptAnswers,
  leaveBookmark,
  lessonHtml,
  mediaOf,
  openAttempt,
  openMedia,
  publishCourse,
  saveDraft,
  standingIn,
  takeUpCourse
} from './index.server.ts';

const database = onDatabase();
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
);

async function school() {
  const place = await classroom(database);
  const { tom, amina, ben } = place;
  const course = newId();
  const lesson = { id: newId(), title: 'Listening', words: '# Begin\n\nSit down.' };
  const asks = whatComesFirst();
  const quiz = aQuiz([asks], { attemptsMax: 2 });
  await place.as(tom, async (tx) => {
    await beginCourse(
      tx,
      { id: course, title: 'Listening', kind: 'foundational-helping', language: 'en' },
      tom
    );
    const put = (content: CourseContent) => ({ ...content, lessons: [lesson], quizzes: [quiz] });
    expect(await saveDraft(tx, { course, revision: 0 }, put, tom)).toBeNull();
    expect(await publishCourse(tx, course, tom)).toEqual([]);
  });
  const right = asks.options[0]!.id;
  const sitting = { course, quiz: quiz.id, occasion: 'course' as const, workshop: null };
  const attempt = (number = 1, answers = { [asks.id]: right }) => ({
    ...sitting,
    id: newId(),
    version: 1,
    number,
    answers,
    madeAt: now()
  });
  return { ...place, tom, amina, ben, course, lesson, quiz, asks, right, sitting, attempt };
}

test('two trainers who write at once do not write over each other', async () => {
  const { as, tom, course } = await school();
  const rename = (title: string) => (content: CourseContent) => ({ ...content, title });
  expect(await as(tom, (tx) => saveDraft(tx, { course, revision: 1 }, rename('One'), tom))).toBeNull();
  expect(await as(tom, (tx) => saveDraft(tx, { course, revision: 1 }, rename('Two'), tom))).toBe(
    'changed-meanwhile'
  );
  const draft = await as(tom, (tx) => draftsVisibleTo(tx, tom).executeTakeFirstOrThrow());
  expect(draft.content.title).toBe('One');
});

test('a published version never changes; a later one is beside it, and nothing new is not published', async () => {
  const { as, tom, amina, course, owner } = { ...(await school()), owner: database.owner };
  expect(await as(tom, (tx) => publishCourse(tx, course, tom))).toEqual([{ fault: 'nothing-new' }]);
  await as(tom, (tx) =>
    saveDraft(tx, { course, revision: 1 }, (content) => ({ ...content, title: 'Anew' }), tom)
  );
  const seen = () => as(amina, (tx) => coursesVisibleTo(tx, amina).executeTakeFirstOrThrow());
  expect((await seen()).content.title).toBe('Listening');
  expect(await as(tom, (tx) => publishCourse(tx, course, tom))).toEqual([]);
  expect(await seen()).toMatchObject({ version: 2, content: { title: 'Anew' } });
  await expect(
    owner.query(`update course_versions set content = '{}' where course_id = '${course}'`)
  ).rejects.toThrow();
});

test('a learner sees no draft, and only trainers and coordinators write', async () => {
  const { as, amina, course } = await school();
  expect(await as(amina, (tx) => draftsVisibleTo(tx, amina).execute())).toEqual([]);
  expect(await as(amina, (tx) => publishCourse(tx, course, amina))).toEqual([{ fault: 'nothing-in-it' }]);
  await expect(
    as(amina, (tx) => beginCourse(tx, { id: newId(), title: 'Mine', kind: 'other', language: 'en' }, amina))
  ).rejects.toThrow('row-level security');
});

test('a learner takes up a course, marks lessons as done, and comes back to where they left off', async () => {
  const { as, amina, ben, course, lesson } = await school();
  expect(await as(ben, (tx) => finishLessons(tx, { course, lessons: [lesson.id], at: now() }, ben))).toBe(
    'not-enrolled'
  );
  await as(amina, async (tx) => {
    expect(await takeUpCourse(tx, course, amina)).toBeNull();
    await leaveBookmark(tx, { course, lesson: lesson.id }, amina);
    for (let twice = 0; twice < 2; twice += 1)
      expect(await finishLessons(tx, { course, lessons: [lesson.id, newId()], at: now() }, amina)).toBeNull();
    expect(await coursesVisibleTo(tx, amina).executeTakeFirstOrThrow()).toMatchObject({
      my_done: [lesson.id],
      my_bookmark: lesson.id
    });
  });
  await as(ben, async (tx) => {
    expect(await coursesVisibleTo(tx, ben).executeTakeFirstOrThrow()).toMatchObject({
      my_done: [],
      my_begun_at: null
    });
  });
});

test('answers are kept until they are handed in, and handing in twice is once', async () => {
  const { as, amina, course, sitting, asks, right, quiz, attempt } = await school();
  const first = attempt();
  await as(amina, async (tx) => {
    expect(await handIn(tx, first, amina)).toBe('not-enrolled');
    await takeUpCourse(tx, course, amina);
    await keepAnswers(tx, sitting, { [asks.id]: right }, amina);
    expect(await keptAnswers(tx, sitting, amina)).toEqual({ [asks.id]: right });
    expect(await handIn(tx, first, amina)).toBeNull();
    expect(await handIn(tx, first, amina)).toBeNull();
    expect(await keptAnswers(tx, sitting, amina)).toEqual({});
    expect(await standingIn(tx, quiz, sitting, amina)).toMatchObject({
      number: 2,
      refusal: null,
      counting: { share: 1, passed: true },
      attempts: [{ number: 1 }]
    });
    expect(await openAttempt(tx, first.id)).toMatchObject({ share: 1, title: 'Listening' });
  });
});

test('the server scores by the version that was answered, and the limit of attempts holds', async () => {
  const { as, tom, amina, course, sitting, quiz, asks, attempt } = await school();
  const harder = whatComesFirst();
  await as(tom, async (tx) => {
    const change = (content: CourseContent) => ({ ...content, quizzes: [{ ...quiz, questions: [harder] }] });
    await saveDraft(tx, { course, revision: 1 }, change, tom);
    await publishCourse(tx, course, tom);
  });
  await as(amina, async (tx) => {
    await takeUpCourse(tx, course, amina);
    expect(await handIn(tx, attempt(1), amina)).toBeNull();
    expect(await handIn(tx, attempt(5), amina)).toBe('not-these-questions');
    expect(await handIn(tx, { ...attempt(2), version: 9 }, amina)).toBe('no-such-quiz');
    expect(await handIn(tx, attempt(2, { [asks.id]: 'something else' }), amina)).toBeNull();
    expect(await handIn(tx, attempt(3), amina)).toBe('no-attempts-left');
    expect((await standingIn(tx, quiz, sitting, amina)).counting?.share).toBe(1);
  });
});

test('nobody sees a colleague’s answers but those who teach', async () => {
  const { as, tom, amina, ben, course, attempt } = await school();
  const given = attempt();
  await as(amina, async (tx) => {
    await takeUpCourse(tx, course, amina);
    await handIn(tx, given, amina);
  });
  expect(await as(ben, (tx) => openAttempt(tx, given.id))).toBeNull();
  expect(await as(tom, (tx) => openAttempt(tx, given.id))).toMatchObject({ person: amina.id });
});

test('a picture is for those who take the course, and a recording comes with its words', async () => {
  const { as, tom, amina, ben, course } = await school();
  const picture = { id: newId(), course, title: 'Two chairs', transcript: '', captions: null };
  const sound = Buffer.concat([
    Buffer.from('ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0000', 'latin1'),
    Buffer.from([0xff, 0xfb, 0x90, 0x00]),
    Buffer.alloc(2000)
  ]);
  const words = Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nGood day.\n');
  await as(tom, async (tx) => {
    expect(await addMedia(tx, { ...picture, file: { name: 'chairs.png', bytes: png } }, tom)).toBeNull();
    const svg = { name: 'x.png', bytes: Buffer.from('<svg onload="alert(1)"/>') };
    expect(await addMedia(tx, { ...picture, id: newId(), file: svg }, tom)).toBe('wrong-type');
    const recording = {
      ...picture,
      id: newId(),
      title: 'A greeting',
      file: { name: 'hello.mp3', bytes: sound }
    };
    expect(await addMedia(tx, recording, tom)).toBe('no-transcript');
    const captions = { name: 'hello.vtt', bytes: words };
    expect(
      await addMedia(
        tx,
        { ...recording, transcript: 'Good day.', captions: { ...captions, bytes: png } },
        tom
      )
    ).toBe('captions-not-read');
    expect(await addMedia(tx, { ...recording, transcript: 'Good day.', captions }, tom)).toBeNull();
  });
  await as(amina, (tx) => takeUpCourse(tx, course, amina));
  const media = await as(amina, (tx) => mediaOf(tx, course));
  expect(media.map(({ mediaType }) => mediaType)).toEqual(['image/png', 'audio/mpeg']);
  const open = (person: typeof amina, file: string, of = course) =>
    as(person, (tx) => openMedia(tx, { course: of, file }));
  expect(await open(amina, picture.id)).toMatchObject({ mediaType: 'image/png', size: png.length });
  expect(await open(amina, media[1]!.captions!)).toMatchObject({ mediaType: 'text/vtt' });
  expect(await open(ben, picture.id)).toBeNull();
  expect(await open(amina, picture.id, newId())).toBeNull();
});

test('a lesson is words and nothing that runs; its headings stand under the page’s', () => {
  const media = [
    { id: 'one', mediaType: 'image/png', title: 'Chairs', transcript: null, captions: null },
    { id: 'two', mediaType: 'audio/mpeg', title: 'Greeting', transcript: 'Good <day>', captions: 'three' }
  ];
  const words = [
    '# Begin',
    '<script>alert(1)</script> <b onclick="x()">bold</b>',
    '[go](javascript:alert(1)) [there](https://example.org) ![x](https://evil.example/track.gif)',
    '![Two "chairs"](media:one) ![](media:two) ![gone](media:nine)'
  ].join('\n\n');
  const html = lessonHtml(words, media, 'en', (file) => `/m/${file}`);
  expect(html).toContain('<h2>Begin</h2>');
  expect(html).not.toMatch(/<script|<b |href="javascript|evil\.example/);
  expect(html).toContain('<a href="https://example.org" rel="noopener noreferrer">');
  expect(html).toMatch(/<img src="\/m\/one" alt="Two (&quot;|")chairs/);
  expect(html).toContain('src="/m/three"');
  expect(html).toContain('Good &lt;day&gt;');
  // A browser shows captions over a video alone.
  expect(html).toMatch(/<video [^>]*src="\/m\/two"><track kind="captions"/);
});
