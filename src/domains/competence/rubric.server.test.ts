import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { newId } from '#platform/ids.ts';
import {
  applyHere,
  checkImport,
  columnChoices,
  problemsOf,
  receiveImport,
  undoImport
} from '#platform/imports/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import type { Person } from '#platform/access/index.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { csv } from '#platform/csv/index.ts';
import { behaviours, languages, newestRubric, rubricAt, rubrics, type Language } from './rubric.ts';
import { sheetColumns, sheetOf } from './rubric-import.ts';
import { columns } from './level.ts';
import { openObservation, recordResult, rubricsHere, standingOf } from './index.server.ts';

const database = onDatabase();

const head = 'rubric,title,language,licence,source,item,column,behaviour';
const about = (language: string, title = 'Home visits') =>
  `home-visits,${title},${language},CC BY 4.0,"Valley College, 2024"`;
const english = [
  head,
  `${about('en')},Arriving,harmful,Walks in unasked`,
  `${about('en')},Arriving,basic,Knocks and waits`,
  `${about('en')},Arriving,advanced,Asks whether the hour suits`,
  `${about('en')},Leaving,harmful,Leaves without a word`,
  `${about('en')},Leaving,basic,Says when they will come again`
].join('\n');
const french = [
  head,
  `${about('fr', 'Visites à domicile')},L’arrivée,harmful,Entre sans demander`,
  `${about('fr', 'Visites à domicile')},L’arrivée,basic,Frappe et attend`,
  `${about('fr', 'Visites à domicile')},L’arrivée,advanced,Demande si l’heure convient`,
  `${about('fr', 'Visites à domicile')},Le départ,harmful,Part sans un mot`,
  `${about('fr', 'Visites à domicile')},Le départ,basic,Dit quand il reviendra`
].join('\n');

async function bring({ as }: Village, cora: Person, text: string, name = 'rubric.csv') {
  const id = newId();
  return as(cora, async (tx) => {
    const received = await receiveImport(tx, { id, kind: 'rubrics', name, bytes: Buffer.from(text) }, cora);
    if (received) return { id, refusal: received, problems: [] };
    const mapping = (await columnChoices(tx, id, cora))!.choices.map(({ key }) => key);
    const refusal =
      (await checkImport(tx, id, { mapping, dayFirst: true }, cora)) ??
      (await applyHere(tx, id, cora, () => {}));
    return { id, refusal, problems: await problemsOf(tx, id).execute() };
  });
}

test('our own rubrics have 15, 6 and 13 skills, each with harmful and basic behaviours in five languages', () => {
  expect(rubrics.map(({ id, items }) => [id, items.length])).toEqual([
    ['foundational-helping', 15],
    ['group-facilitation', 6],
    ['helping-children', 13]
  ]);
  for (const { items } of rubrics)
    for (const item of items) {
      for (const column of columns) {
        expect(item[column]).toBeGreaterThan(1);
        for (const words of item.words[column]) {
          expect(languages.every((language) => words[language].length > 3)).toBe(true);
          expect(new Set(Object.values(words)).size).toBe(5);
        }
      }
    }
  const ids = rubrics.flatMap(({ items }) => items.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

test('a rubric somebody else wrote comes in with its licence, is translated, and changed only as a new version', async () => {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  expect((await bring(here, cora, english)).refusal).toBeNull();
  expect((await bring(here, cora, french)).refusal).toBeNull();
  const brought = newestRubric(await here.as(cora, rubricsHere), 'home-visits')!;
  expect(brought).toMatchObject({
    version: 1,
    languages: ['en', 'fr'],
    origin: { licence: 'CC BY 4.0', source: 'Valley College, 2024' },
    title: { en: 'Home visits', fr: 'Visites à domicile', sw: 'Home visits' }
  });
  expect(brought.items.map(({ harmful, basic, advanced }) => [harmful, basic, advanced])).toEqual([
    [1, 1, 1],
    [1, 1, 0]
  ]);

  expect((await bring(here, cora, english)).problems).toHaveLength(1);
  expect((await bring(here, cora, english.replace('Home visits', 'Visits'))).refusal).not.toBeNull();
  expect((await bring(here, cora, english.replace('Knocks', 'Knocks loudly'))).refusal).toBeNull();
  const all = await here.as(cora, rubricsHere);
  expect(newestRubric(all, 'home-visits')!.version).toBe(2);
  expect(rubricAt(all, 'home-visits', 1)!.items[0]!.words.basic[0]!.en).toBe('Knocks and waits');
});

test('a rubric goes out as the sheet that brings it in: ours becomes the organisation’s own, and a translation of it a language', async () => {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const ours = rubrics[2]!;
  const sheet = (language: Language, rubric = ours) => csv(sheetColumns, sheetOf(rubric, language));
  for (const language of ['en', 'ar', 'sw'] as const)
    expect((await bring(here, cora, sheet(language))).refusal).toBeNull();
  const own = newestRubric(await here.as(cora, rubricsHere), 'own-helping-children')!;
  expect(own).toMatchObject({ version: 1, languages: ['en', 'sw', 'ar'], origin: { licence: 'Apache-2.0' } });
  for (const language of ['en', 'ar', 'sw'] as const) {
    expect(own.title[language]).toBe(ours.title[language]);
    expect(
      own.items.map(({ words }) => columns.map((column) => words[column].map((word) => word[language])))
    ).toEqual(
      ours.items.map(({ words }) => columns.map((column) => words[column].map((word) => word[language])))
    );
  }
  expect(sheetOf(own, 'fr')[0]).toMatchObject({ rubric: 'own-helping-children', language: 'en' });
});

test('a rubric comes in as JSON, too', async () => {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const [names, ...rows] = english.replaceAll('"Valley College, 2024"', 'Valley College').split('\n');
  const objects = rows.map((row) =>
    Object.fromEntries(names!.split(',').map((name, index) => [name, row.split(',')[index]]))
  );
  expect((await bring(here, cora, JSON.stringify({ rows: objects }), 'rubric.json')).refusal).toBeNull();
  expect(newestRubric(await here.as(cora, rubricsHere), 'home-visits')!.items).toHaveLength(2);
});

test('a translation of another shape, a skill nobody could harm, and the name of our own are refused, whole', async () => {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const problemsIn = async (text: string) =>
    (await bring(here, cora, text)).problems.map(({ row, weight }) => [row, weight]);
  expect(await problemsIn(`${english}\n${french.split('\n').slice(1, 3).join('\n')}`)).toEqual([
    [7, 'error']
  ]);
  expect(await problemsIn(english.split('\n').slice(0, 5).join('\n'))).toEqual([[2, 'error']]);
  expect(await problemsIn(english.replaceAll('home-visits', 'helping-children'))).toEqual([[2, 'error']]);
  expect(await problemsIn(english.replace('CC BY 4.0', 'CC BY-NC'))).toHaveLength(4);
  expect(newestRubric(await here.as(cora, rubricsHere), 'home-visits')).toBeNull();
});

test('a version somebody was assessed on is not taken back, an unused one is', async () => {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const ada = await here.person('Ada', 'assessor');
  const sam = await here.person('Sam', 'supporter');
  const unused = await bring(here, cora, english.replaceAll('home-visits', 'unused'));
  const used = await bring(here, cora, english);
  const opened = await here.as(ada, (tx) =>
    openObservation(
      tx,
      { id: newId(), person: sam.id, rubric: 'home-visits', context: 'session', observedOn: dayIn('UTC') },
      ada
    )
  );
  expect(opened).toHaveProperty('assessment');
  expect(await here.as(cora, (tx) => undoImport(tx, unused.id, cora))).toBeNull();
  expect(await here.as(cora, (tx) => undoImport(tx, used.id, cora))).not.toBeNull();
  const left = await here.as(cora, rubricsHere);
  expect([newestRubric(left, 'unused'), newestRubric(left, 'home-visits')?.version]).toEqual([null, 1]);
});

test('a group well led does not open the gate of a helper who is alone with a seeker', async () => {
  const here = await village(database);
  const ada = await here.person('Ada', 'assessor');
  const sam = await here.person('Sam', 'supporter');
  const assess = async (rubric: string) => {
    const opened = await here.as(ada, (tx) =>
      openObservation(
        tx,
        { id: newId(), person: sam.id, rubric, context: 'session', observedOn: dayIn('UTC') },
        ada
      )
    );
    if ('refusal' in opened) throw new Error(opened.refusal);
    const ticks = newestRubric(rubrics, rubric)!.items.flatMap((item) => behaviours(item, 'basic'));
    await here.as(ada, (tx) => recordResult(tx, { assessment: opened.assessment, ticks }, ada));
    return (await here.as(ada, (tx) => standingOf(tx, [sam.id]))).get(sam.id)!.latestAssessment;
  };
  expect(await assess('group-facilitation')).toBeNull();
  const standing = await assess('foundational-helping');
  expect(standing!.levels.filter(({ required }) => required).map(({ item }) => item)).toEqual([
    'rapport',
    'confidentiality',
    'empathy',
    'harm'
  ]);
  expect(await assess('helping-children')).toEqual(standing);
});
