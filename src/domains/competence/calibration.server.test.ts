import { beforeAll, expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { dayIn, moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import { behaviours, defaultPolicy, rubrics, transcripts } from './index.ts';
import {
  addPiece,
  assessorsNotAlone,
  calibrate,
  calibrationAhead,
  calibrationsOf,
  openObservation,
  openRecording,
  piecesHere,
  recordResult,
  referenceOf,
  setPolicy,
  standingOf,
  todayFor,
  withdrawPiece
} from './index.server.ts';

const database = onDatabase();
const net = transcripts[0]!;
const right = Object.keys(net.reading);
const soundOfNothing = Buffer.concat([
  Buffer.from('RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0', 'latin1'),
  Buffer.from([0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0]),
  Buffer.from('data\0\0\0\0', 'latin1')
]);

let here: Village;
let cora: Person;
let ada: Person;
let piece: string;

beforeAll(async () => {
  here = await village(database);
  cora = await here.person('Cora', 'coordinator', 'assessor');
  ada = await here.person('Ada', 'assessor');
  piece = newId();
  const reference = { ticks: right, source: 'Two supervisors, in May', explanation: '' };
  const recording = { name: 'net.wav', bytes: soundOfNothing };
  const words = { template: net.id };
  await here.as(cora, (tx) =>
    addPiece(tx, { id: piece, rubric: net.rubric, words, recording, reference }, cora)
  );
});

const due = (assessor: Person) => here.as(assessor, (tx) => todayFor(tx, assessor));
const hand = (assessor: Person, ticks: string[], id = newId()) =>
  here.as(assessor, (tx) => calibrate(tx, { id, piece, ticks }, assessor));

test('an assessor sees the reference only after handing in, and then how far they agree with it', async () => {
  expect((await due(ada)).map(({ href }) => href)).toContain(`/competence/calibration/${piece}`);
  expect(await here.as(ada, (tx) => referenceOf(tx, piece))).toBeNull();
  const id = newId();
  expect(await hand(ada, right.slice(1), id)).toBeNull();
  expect(await hand(ada, right.slice(1), id)).toBeNull();
  expect(await here.as(ada, (tx) => referenceOf(tx, piece))).toMatchObject({
    source: 'Two supervisors, in May'
  });
  const [kept] = await here.as(ada, (tx) => calibrationsOf(tx, ada.id));
  expect(kept).toMatchObject({ same: 14, count: 15 });
  expect(kept!.kappa).toBeGreaterThan(0.6);
  expect((await due(ada)).map(({ key }) => key)).not.toContain(`calibration-${piece}`);
  expect(await hand(ada, right)).toBe('remembered');
});

test('a year later Today asks for it again', async () => {
  moveClock(new Date(Date.now() + 370 * 86_400_000));
  expect((await due(ada)).map(({ key }) => key)).toContain(`calibration-${piece}`);
  expect(await hand(ada, right)).toBeNull();
});

test('whoever put the reference in is not calibrated on it', async () => {
  expect(await hand(cora, right)).toBe('own-reference');
  expect(await here.as(cora, (tx) => calibrationAhead(tx, cora, 'en'))).toBeNull();
});

test('a recording is played by those who assess, and a supporter neither sees it nor the piece', async () => {
  const sam = await here.person('Sam', 'supporter');
  expect((await here.as(ada, (tx) => openRecording(tx, piece)))?.mediaType).toBe('audio/wav');
  expect(await here.as(sam, (tx) => openRecording(tx, piece))).toBeNull();
  expect(await here.as(sam, (tx) => piecesHere(tx, 'en'))).toEqual([]);
});

test('a file that is no recording is refused, and the piece is not added', async () => {
  const id = newId();
  const recording = { name: 'net.mp4', bytes: Buffer.from('no film') };
  const reference = { ticks: right, source: 'Two supervisors', explanation: '' };
  const words = { title: 'Own', transcript: 'A: hello', link: null };
  const added = await here.as(cora, (tx) =>
    addPiece(tx, { id, rubric: net.rubric, words, recording, reference }, cora)
  );
  expect(added).toBe('wrong-type');
  expect((await here.as(cora, (tx) => piecesHere(tx, 'en'))).map((one) => one.id)).not.toContain(id);
});

test('where the policy counts calibration, an assessor without one that reaches the bar does not open the gate alone', async () => {
  const ben = await here.person('Ben', 'assessor');
  const sol = await here.person('Sol', 'supporter');
  const basic = rubrics[0]!.items.flatMap((item) => behaviours(item, 'basic'));
  const opened = await here.as(ben, (tx) =>
    openObservation(
      tx,
      { id: newId(), person: sol.id, rubric: net.rubric, context: 'session', observedOn: dayIn('UTC') },
      ben
    )
  );
  if ('refusal' in opened) throw new Error(opened.refusal);
  await here.as(ben, (tx) => recordResult(tx, { assessment: opened.assessment, ticks: basic }, ben));
  const seen = async () =>
    (await here.as(sol, (tx) => standingOf(tx, [sol.id]))).get(sol.id)!.latestAssessment !== null;
  expect(await seen()).toBe(true);
  const policy = { ...defaultPolicy, calibrationCounts: true };
  const effectiveOn = dayIn('UTC');
  await here.as(cora, (tx) =>
    setPolicy(tx, { id: newId(), policy, effectiveOn, source: '', reason: 'Our experts agreed' }, cora)
  );
  expect(await seen()).toBe(false);
  await hand(ben, right);
  expect(await seen()).toBe(true);
  moveClock(new Date(Date.now() + 370 * 86_400_000));
  expect(await seen()).toBe(false);
});

test('a piece is withdrawn for consent: its recording goes, whoever gave it; who ticked it keeps the result, and nobody ticks it any more', async () => {
  const [dina, eve, id] = [
    await here.person('Dina', 'coordinator'),
    await here.person('Eve', 'assessor'),
    newId()
  ];
  const own = { title: 'At the well', transcript: 'A: hello', link: 'https://films.example/well' };
  const reference = { ticks: right, source: 'Two supervisors', explanation: '' };
  const recording = { name: 'well.wav', bytes: soundOfNothing };
  await here.as(cora, (tx) =>
    addPiece(tx, { id, rubric: net.rubric, words: own, recording, reference }, cora)
  );
  const tick = (who: Person) =>
    here.as(who, (tx) => calibrate(tx, { id: newId(), piece: id, ticks: right }, who));
  const withdraw = (who: Person) =>
    here.as(who, (tx) =>
      withdrawPiece(tx, { piece: id, cause: 'consent', reason: 'One of the two asked us to' }, who)
    );
  expect(await tick(eve)).toBeNull();
  const kept = await here.as(eve, (tx) => calibrationsOf(tx, eve.id));
  expect(await withdraw(eve)).toBe(false);
  expect(await withdraw(dina)).toBe(true);
  expect(await withdraw(cora)).toBe(true);
  expect(await here.as(ada, (tx) => openRecording(tx, id))).toBeNull();
  const shown = (await here.as(eve, (tx) => piecesHere(tx, 'en'))).find((one) => one.id === id);
  expect(shown).toMatchObject({
    ...{ title: 'At the well', hasRecording: false, link: null },
    withdrawn: { cause: 'consent', reason: 'One of the two asked us to' }
  });
  expect(await here.as(eve, (tx) => calibrationsOf(tx, eve.id))).toEqual(kept);
  expect(await here.as(eve, (tx) => referenceOf(tx, id))).toMatchObject({ source: 'Two supervisors' });
  expect(await tick(ada)).toBe('withdrawn');
  expect((await here.as(ada, (tx) => calibrationAhead(tx, ada, 'en')))?.piece.id).not.toBe(id);
  // The database keeps it by itself.
  const { piece: of, ticks, same, count, kappa, on } = kept[0]!;
  const late = {
    ...{ organisation_id: ada.organisation.id, id: newId(), piece_id: of, assessor_id: ada.id, ticks, same },
    ...{ items: count, kappa: String(kappa), handed_in_on: on, handed_in_at: new Date() }
  };
  await expect(here.as(ada, (tx) => tx.insertInto('calibrations').values(late).execute())).rejects.toThrow(
    /row-level security/
  );
});

test('nobody is held to a calibration while every piece is withdrawn', async () => {
  const [newcomer, today] = [await here.person('Fen', 'assessor'), dayIn('UTC')];
  const notAlone = () =>
    here.as(cora, (tx) => assessorsNotAlone(tx, { ...defaultPolicy, calibrationCounts: true }, today));
  expect(await notAlone()).toContain(newcomer.id);
  for (const { id, withdrawn } of await here.as(cora, (tx) => piecesHere(tx, 'en')))
    if (!withdrawn)
      await here.as(cora, (tx) =>
        withdrawPiece(tx, { piece: id, cause: 'unfit', reason: 'Too well known' }, cora)
      );
  expect(await notAlone()).not.toContain(newcomer.id);
});

test('a recording stays where a piece is only unfit, and nothing else of a piece ever changes', async () => {
  expect((await here.as(cora, (tx) => openRecording(tx, piece)))?.mediaType).toBe('audio/wav');
  const quietly = database.owner.query(`update calibration_pieces set title = 'Another' where id = $1`, [
    piece
  ]);
  await expect(quietly).rejects.toThrow(/append-only/);
});
