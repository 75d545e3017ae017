import { zipSync, strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { manifestOf, scormZip, type Scorm, type ScormEdition } from '#assembly/story/scorm.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { classroom } from '#platform/testing/course.server.ts';
import { onDatabase } from '#platform/testing/index.server.ts';
import { contentsOf } from './index.ts';
import {
  addPackage,
  beginCourse,
  editionOfVisit,
  openItem,
  openPart,
  packageCompletionsOf,
  packagesOf,
  publishCourse,
  removePackage,
  saveReport,
  takeUpCourse,
  visitOf
} from './index.server.ts';

const database = onDatabase();

const plain = (edition: ScormEdition = '1.2', more: Partial<Scorm> = {}): Scorm => ({
  edition,
  title: 'Listening',
  items: [{ identifier: 'one', title: 'First', href: 'one.html' }],
  parts: { 'one.html': '<h1>One</h1>', 'empty.css': '' },
  ...more
});

async function school() {
  const place = await classroom(database);
  const { tom } = place;
  const course = newId();
  const about = { id: course, title: 'Listening', kind: 'foundational-helping', language: 'en' } as const;
  await place.as(tom, (tx) => beginCourse(tx, about, tom));
  const add = async (bytes: Buffer, id = newId()) => ({
    id,
    refusal: await place.as(tom, (tx) => addPackage(tx, { id, course, bytes }, tom))
  });
  return { ...place, course, add };
}

async function learning(edition: ScormEdition = '1.2', more: Partial<Scorm> = {}) {
  const place = await school();
  const { as, tom, amina, ben, course, add } = place;
  const { id: pack, refusal } = await add(scormZip(plain(edition, more)));
  expect(refusal).toBeNull();
  expect(await as(tom, (tx) => publishCourse(tx, course, tom))).toEqual([]);
  for (const one of [amina, ben]) await as(one, (tx) => takeUpCourse(tx, course, one));
  const open = async (person = amina, item = 'one') => {
    const id = newId();
    const refusal = await as(person, (tx) => openItem(tx, { id, course, package: pack, item }, person));
    return { id, refusal };
  };
  const said = (visit: string, cmi: Record<string, unknown>, sequence: number, person = amina) =>
    as(person, (tx) => saveReport(tx, { visit, cmi, sequence }, person));
  const seen = (visit: string, person = amina) => as(person, (tx) => visitOf(tx, visit, person));
  const standing = async (person = amina, of = person) =>
    (await as(person, (tx) => packageCompletionsOf(tx, [of.id])))[0];
  return { ...place, pack, open, said, seen, standing };
}

test.each(['1.2', '2004'] as const)(
  'a trainer takes a SCORM %s package in, and may publish a course of it alone',
  async (edition) => {
    const { as, tom, course, add } = await school();
    const inItem =
      edition === '1.2'
        ? '<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:datafromlms>dark</adlcp:datafromlms>'
        : '<adlcp:dataFromLMS>dark</adlcp:dataFromLMS><imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"><imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>';
    const items = [{ identifier: 'one', title: 'First &amp; last', href: 'one.html', inItem }];
    const { refusal, id } = await add(scormZip(plain(edition, { items })));
    expect(refusal).toBeNull();
    expect(await as(tom, (tx) => packagesOf(tx, course))).toEqual([
      {
        id,
        title: 'Listening',
        edition,
        sequencing: null,
        items: [
          {
            identifier: 'one',
            title: 'First & last',
            href: 'one.html',
            masteryScore: edition === '1.2' ? 80 : 0.8,
            dataFromLms: 'dark'
          }
        ]
      }
    ]);
    expect(await as(tom, (tx) => publishCourse(tx, course, tom))).toEqual([]);
  }
);

const bare = (files: Record<string, string>) =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])))
  );
const manifest = manifestOf(plain());
const begun = { 'imsmanifest.xml': manifest, 'one.html': 'x' };

test.each([
  ['no zip file', Buffer.from('hello'), 'broken-archive'],
  ['a part whose path leads out', bare({ ...begun, '../outside.html': 'x' }), 'unsafe-path'],
  ['a part whose path leads out further in', bare({ ...begun, 'a/../../outside.html': 'x' }), 'unsafe-path'],
  ['a part with a path from the root', bare({ ...begun, '/etc/passwd': 'x' }), 'unsafe-path'],
  ['a part with a path of another system', bare({ ...begun, 'a\\..\\b': 'x' }), 'unsafe-path'],
  ['no manifest at the top', bare({ 'folder/imsmanifest.xml': manifest }), 'no-manifest'],
  ['a manifest that is no XML', bare({ ...begun, 'imsmanifest.xml': '<manifest>' }), 'manifest-not-read'],
  [
    'a manifest that asks for a file of ours',
    bare({
      ...begun,
      'imsmanifest.xml': manifest.replace(
        '?>',
        '?><!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
      )
    }),
    'manifest-not-read'
  ],
  [
    'a manifest with an entity nobody declared',
    bare({ ...begun, 'imsmanifest.xml': manifest.replace('First', '&laughs;') }),
    'manifest-not-read'
  ],
  ['something else than SCORM', bare({ ...begun, 'imsmanifest.xml': '<manifest/>' }), 'not-scorm'],
  ['nothing to open', scormZip(plain('1.2', { items: [] })), 'nothing-to-open'],
  ['a start page that is not in it', bare({ 'imsmanifest.xml': manifest }), 'part-missing'],
  [
    'a start page somewhere else',
    scormZip(
      plain('1.2', { items: [{ identifier: 'a', title: 'A', href: 'https://elsewhere.example/one.html' }] })
    ),
    'part-missing'
  ],
  ['a program by its name', bare({ ...begun, 'setup.exe': 'x' }), 'program-inside'],
  ['a program by how it begins', bare({ ...begun, 'data.bin': '\u007fELF\u0002' }), 'program-inside'],
  ['far more than it says', bare({ ...begun, 'big.txt': ' '.repeat(170 * 1024 * 1024) }), 'archive-too-large']
])('a package with %s is refused, and nothing of it stays', async (_what, bytes, refused) => {
  const { as, tom, course, add } = await school();
  expect((await add(bytes)).refusal).toBe(refused);
  expect(await as(tom, (tx) => packagesOf(tx, course))).toEqual([]);
  const { rowCount } = await database.owner.query(`select from stored_files where stored_by = '${tom.id}'`);
  expect(rowCount).toBe(0);
});

test('the same package sent twice is taken in once; taken out, nobody opens it, and what was done stays', async () => {
  const { as, tom, course, pack, add, open, said, standing } = await learning();
  await add(scormZip(plain()), pack);
  expect(await as(tom, (tx) => packagesOf(tx, course))).toHaveLength(1);
  const visit = await open();
  await said(visit.id, { core: { lesson_status: 'completed' } }, 1);
  await as(tom, (tx) => removePackage(tx, { course, id: pack }, tom));
  expect(await as(tom, (tx) => packagesOf(tx, course))).toEqual([]);
  expect((await open()).refusal).toBe('no-such-item');
  expect(await standing()).toMatchObject({ standing: 'completed', done: true });
});

test('a learner does not take packages in, and who does not take the course opens none', async () => {
  const { as, amina, course, pack, person } = await learning();
  const mine = { id: newId(), course, bytes: scormZip(plain()) };
  await expect(as(amina, (tx) => addPackage(tx, mine, amina))).rejects.toThrow('row-level security');
  const zawadi = await person('Zawadi', 'supporter');
  const asked = { id: newId(), course, package: pack, item: 'one' };
  expect(await as(zawadi, (tx) => openItem(tx, asked, zawadi))).toBe('not-enrolled');
});

test('what a lesson says is kept once, in its order, for its learner and no other', async () => {
  const { open, said, seen, standing, ben, tom, amina } = await learning();
  const { id } = await open();
  expect((await seen(id))?.cmi).toBeNull();
  const at = (page: number, session_time = '00:01:00') => ({
    suspend_data: `page=${page}`,
    core: { lesson_status: 'incomplete', lesson_location: `p${page}`, exit: 'suspend', session_time }
  });
  expect(await said(id, at(2), 20)).toBeNull();
  expect(await said(id, at(1), 10)).toBeNull();
  expect(await said(id, at(2), 20)).toBeNull();
  expect(await seen(id)).toMatchObject({ sequence: 20, seconds: 60, cmi: { suspend_data: 'page=2' } });
  expect(await said(id, at(9), 30, ben)).toBe('closed');
  expect(await standing()).toMatchObject({ standing: 'under-way', done: false });
  expect(await standing(tom, amina)).toMatchObject({ standing: 'under-way' });
  expect(await standing(ben, amina)).toBeUndefined();
});

test('coming back goes on with the same attempt and adds to its time; an older window is told, and changes nothing', async () => {
  const { open, said, seen } = await learning();
  const first = await open();
  const cmi = (page: number) => ({
    suspend_data: `page=${page}`,
    core: { lesson_status: 'incomplete', exit: 'suspend', session_time: '00:01:00' }
  });
  await said(first.id, cmi(1), 1);
  moveClock(new Date(now().getTime() + 60_000));
  const second = await open();
  expect(await seen(second.id)).toMatchObject({
    attempt: (await seen(first.id))!.attempt,
    secondsBefore: 60,
    cmi: { suspend_data: 'page=1' }
  });
  expect(await said(first.id, cmi(7), 50)).toBe('opened-elsewhere');
  await said(second.id, cmi(2), 2);
  await said(second.id, cmi(3), 3);
  expect(await seen(second.id)).toMatchObject({ seconds: 120, cmi: { suspend_data: 'page=3' } });
});

test('who failed tries again in a new attempt, and the better one counts', async () => {
  const { open, said, seen, standing } = await learning('2004');
  const first = await open();
  const judged = (success_status: string, scaled: number) => ({
    completion_status: 'completed',
    success_status,
    score: { scaled: String(scaled) },
    session_time: 'PT1H2M3.4S'
  });
  await said(first.id, judged('failed', 0.4), 1);
  expect(await standing()).toMatchObject({ standing: 'failed', done: false });
  moveClock(new Date(now().getTime() + 60_000));
  const second = await open();
  expect((await seen(second.id))!.attempt).not.toBe((await seen(first.id))!.attempt);
  await said(second.id, judged('passed', 0.9), 1);
  moveClock(new Date(now().getTime() + 120_000));
  await said((await open()).id, judged('failed', 0.1), 1);
  expect(await standing()).toMatchObject({
    standing: 'passed',
    done: true,
    items: [{ scaled: 0.9, seconds: 3 * 3723 }]
  });
});

test('a package of two is done when both are', async () => {
  const items = ['one', 'two'].map((identifier) => ({ identifier, title: identifier, href: 'one.html' }));
  const { open, said, standing, amina } = await learning('1.2', { items });
  await said((await open()).id, { core: { lesson_status: 'completed' } }, 1);
  expect(await standing()).toMatchObject({ standing: 'under-way', done: false });
  const { id } = await open(amina, 'two');
  await said(id, { core: { lesson_status: 'passed', score: { raw: '45', max: '50' } } }, 1);
  expect(await standing()).toMatchObject({ standing: 'passed', done: true, items: [{}, { scaled: 0.9 }] });
});

test('what can be opened stands under the chapters that its package puts it in', async () => {
  const inItem = `<item identifier="two"><title>Silence</title>
    <item identifier="three" identifierref="r-one"><title>The pause</title></item>
    <item identifier="four" identifierref="r-one"><title>The long pause</title></item></item>`;
  const items = [
    { identifier: 'one', title: 'First', href: 'one.html', inItem },
    { identifier: 'five', title: 'Last', href: 'one.html' }
  ];
  const { as, amina, course } = await learning('1.2', { items });
  const [pack] = await as(amina, (tx) => packagesOf(tx, course));
  expect(
    contentsOf(pack!.items).map(({ within, items }) => [within, items.map(({ title }) => title)])
  ).toEqual([
    [[], ['First']],
    [
      ['First', 'Silence'],
      ['The pause', 'The long pause']
    ],
    [[], ['Last']]
  ]);
});

test('whatever a script says, nothing breaks: it is kept, or refused in words', async () => {
  const { open, said, standing } = await learning();
  const { id } = await open();
  const odd = {
    core: { lesson_status: { $gt: 1 }, score: { raw: 'NaN', max: [] }, session_time: '99:99:99' }
  };
  expect(await said(id, odd as never, 1)).toBeNull();
  expect(await said(id, { suspend_data: '\u0000' }, 2)).toBe('too-much');
  expect(await said(id, { suspend_data: 'x'.repeat(300_001) }, 2)).toBe('too-much');
  expect(
    await said(id, { core: { lesson_status: 'incomplete', score: { raw: '1e999', max: '-5' } } }, 3)
  ).toBeNull();
  expect(await standing()).toMatchObject({ standing: 'under-way', items: [{ scaled: null }] });
});

test('a visit’s code opens the parts of its own package for a few hours, until its person leaves, and nothing else', async () => {
  const { open, seen, add, organisation, amina } = await learning();
  await add(scormZip(plain('2004', { parts: { 'one.html': 'other', 'secret.html': 'x' } })));
  const { code } = (await seen((await open()).id))!;
  const visitor = <T>(token: string | null, work: Parameters<typeof speakAs<T>>[2]) =>
    speakAs(database.database, { visitor: true, organisation, token }, work);
  const part = (path: string, token: string | null = code) => visitor(token, (tx) => openPart(tx, path));
  const page = (await part('one.html'))!;
  expect(page.mediaType).toBe('text/html; charset=utf-8');
  expect(await new Response(await page.read('whole')).text()).toBe('<h1>One</h1>');
  expect(await part('empty.css')).toMatchObject({ mediaType: 'text/css; charset=utf-8', size: 0 });
  expect(await visitor(code, (tx) => editionOfVisit(tx))).toBe('1.2');
  expect(await part('secret.html')).toBeNull();
  expect(await part('one.html', null)).toBeNull();
  expect(await part('one.html', code.toLowerCase())).toBeNull();
  expect(await visitor(code, (tx) => tx.selectFrom('package_progress').selectAll().execute())).toEqual([]);
  expect(await visitor(code, (tx) => tx.selectFrom('package_visits').selectAll().execute())).toEqual([]);
  moveClock(new Date(now().getTime() + 5 * 3600 * 1000));
  expect(await part('one.html')).toBeNull();
  moveClock();
  await database.owner.query('update memberships set until = now() where person_id = $1', [amina.id]);
  expect(await part('one.html')).toBeNull();
});
