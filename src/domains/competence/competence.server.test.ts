import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, type Village } from '#platform/testing/index.server.ts';
import { defaultPolicy } from './index.ts';
import {
  certificatesVisibleTo,
  issueCertificate,
  liftSuspension,
  observationOfAssessment,
  openObservation,
  setPolicy,
  standingOf,
  suspendCertificate,
  validityShown
} from './index.server.ts';
import { basic, clinic, handIn, watch } from './watching.testing.server.ts';

const database = onDatabase();
const today = () => dayIn('UTC');

type Clinic = Awaited<ReturnType<typeof clinic>>;

const observe = (here: Clinic, second?: Person) => watch(here, here.sam, { by: here.ada, second });
async function certify(here: Clinic, hoursElsewhere = 40) {
  const id = newId();
  const refusals = await here.as(here.cora, (tx) =>
    issueCertificate(tx, { id, person: here.sam.id, role: 'supporter', hoursElsewhere }, here.cora)
  );
  return { id, refusals };
}
const assessmentOf = async ({ as }: Village, reader: Person, observationOf: string) =>
  (await as(reader, (tx) => observationOfAssessment(tx, observationOf, reader)))!;

test('an assessor ticks what was seen, and the levels follow', async () => {
  const here = await clinic(database);
  const assessment = await observe(here);
  expect(
    await handIn(here, here.ada, assessment, [...basic, 'empathy.advanced.1', 'hope.harmful.1'])
  ).toBeNull();
  const { results } = await assessmentOf(here, here.cora, assessment);
  const level = (item: string) => results[0]!.levels!.find((one) => one.item === item)!.level;
  expect([level('empathy'), level('hope'), level('harm')]).toEqual([4, 1, 3]);
});

test('nobody assesses themselves, a stranger, or tomorrow', async () => {
  const here = await clinic(database);
  const attempt = (change: object) =>
    here.as(here.ada, (tx) =>
      openObservation(
        tx,
        {
          id: newId(),
          person: here.sam.id,
          rubric: 'foundational-helping',
          context: 'session',
          observedOn: today(),
          ...change
        },
        here.ada
      )
    );
  expect(await attempt({ person: here.ada.id })).toEqual({ refusal: 'oneself' });
  expect(await attempt({ person: here.cora.id })).toEqual({ refusal: 'not-a-helper' });
  expect(await attempt({ observedOn: addDays(today(), 1) })).toEqual({ refusal: 'in-the-future' });
  expect(await attempt({ secondAssessor: here.cora.id })).toEqual({ refusal: 'not-an-assessor' });
  expect(await attempt({ rubric: 'nothing' })).toEqual({ refusal: 'no-such-rubric' });
});

test('a second assessor does not see the first one’s ticks before handing in their own', async () => {
  const here = await clinic(database);
  const first = await observe(here, here.ben);
  await handIn(here, here.ada, first);
  const before = await assessmentOf(here, here.ben, first);
  expect(before.results.map(({ ticks }) => ticks)).toEqual([null, null]);
  expect(
    (await here.as(here.ben, (tx) => standingOf(tx, [here.sam.id]))).get(here.sam.id)!.latestAssessment
  ).toBeNull();

  const second = before.results.find(({ assessor }) => assessor.id === here.ben.id)!.assessment;
  await handIn(here, here.ben, second, basic.slice(1));
  const after = await assessmentOf(here, here.ben, first);
  expect(after.results.every(({ ticks }) => ticks !== null)).toBe(true);
});

test('a result handed in twice is one; changed ticks are refused, and so is somebody else’s hand', async () => {
  const here = await clinic(database);
  const assessment = await observe(here);
  expect(await handIn(here, here.ben, assessment)).toBe('not-yours');
  expect(await handIn(here, here.ada, assessment)).toBeNull();
  expect(await handIn(here, here.ada, assessment)).toBeNull();
  expect(await handIn(here, here.ada, assessment, [])).toBe('already-recorded');
});

test('a certificate is issued on evidence, and refused with every reason', async () => {
  const here = await clinic(database);
  expect((await certify(here, 10)).refusals).toEqual(['no-assessment', 'hours-missing']);
  await handIn(here, here.ada, await observe(here), [...basic, 'harm.harmful.1']);
  expect((await certify(here)).refusals).toEqual(['level-one', 'required-under-three']);
  await handIn(here, here.ada, await observe(here));
  expect((await certify(here)).refusals).toEqual([]);
});

test('where a helper stands can be asked for a seeker too, who sees no assessment', async () => {
  const here = await clinic(database);
  const assessment = await observe(here);
  await handIn(here, here.ada, assessment);
  const { id } = await certify(here);
  const zuri = await here.person('Quiet Heron', 'seeker');
  const standing = (await here.as(zuri, (tx) => standingOf(tx, [here.sam.id, here.cora.id]))).get(
    here.sam.id
  )!;
  expect(standing.certificate).toMatchObject({ id, role: 'supporter', suspended: false });
  expect(standing.latestAssessment!.levels.filter(({ required }) => required)).toHaveLength(4);
  expect(await here.as(zuri, (tx) => observationOfAssessment(tx, assessment, zuri))).toBeNull();
  expect(await here.as(zuri, (tx) => certificatesVisibleTo(tx, zuri).execute())).toEqual([]);
});

test('a child-safeguarding certificate counts while it is valid', async () => {
  const here = await clinic(database);
  const holds = async () =>
    (await here.asSystem((tx) => standingOf(tx, [here.sam.id]))).get(here.sam.id)!.childSafeguarding;
  expect(await holds()).toBe(false);
  await here.as(here.cora, (tx) =>
    issueCertificate(
      tx,
      { id: newId(), person: here.sam.id, role: 'child-safeguarding', hoursElsewhere: 6 },
      here.cora
    )
  );
  expect(await holds()).toBe(true);
  moveClock(new Date(Date.now() + 400 * 86_400_000));
  expect(await holds()).toBe(false);
});

test('whoever holds the paper learns whether it is valid today, and a suspension is felt at once', async () => {
  const here = await clinic(database);
  await handIn(here, here.ada, await observe(here));
  const { id } = await certify(here);
  const { code } = await here.as(here.cora, (tx) =>
    certificatesVisibleTo(tx, here.cora).where('certificates.id', '=', id).executeTakeFirstOrThrow()
  );
  const asked = async (token: string) =>
    (await speakAs(database.database, { visitor: true, token }, validityShown))?.validity;
  expect(await asked(code)).toBe('valid');
  expect(await asked('A'.repeat(26))).toBeUndefined();

  const suspension = { id: newId(), certificate: id, reason: 'A complaint is looked into.' };
  expect(await here.as(here.cora, (tx) => suspendCertificate(tx, suspension, here.cora))).toBeNull();
  expect(await asked(code)).toBe('suspended');
  expect(
    await here.as(here.cora, (tx) => suspendCertificate(tx, { ...suspension, id: newId() }, here.cora))
  ).toBe('already-suspended');
  expect(
    await here.as(here.cora, (tx) =>
      liftSuspension(tx, { certificate: id, reason: 'Nothing was found.' }, here.cora)
    )
  ).toBeNull();
  expect(await asked(code)).toBe('valid');
  expect(
    await here.as(here.cora, (tx) => liftSuspension(tx, { certificate: id, reason: 'Again.' }, here.cora))
  ).toBe('not-suspended');
});

test('a visitor with a code reads no table, and a supporter cannot lift their own suspension', async () => {
  const here = await clinic(database);
  await handIn(here, here.ada, await observe(here));
  const { id } = await certify(here);
  await here.as(here.cora, (tx) =>
    suspendCertificate(tx, { id: newId(), certificate: id, reason: 'x' }, here.cora)
  );
  const { rows } = await database.owner.query('select code from certificates where id = $1', [id]);
  const visible = await speakAs(database.database, { visitor: true, token: rows[0].code }, (tx) =>
    tx.selectFrom('certificates').selectAll().execute()
  );
  expect(visible).toEqual([]);
  expect(
    await here.as(here.sam, (tx) => liftSuspension(tx, { certificate: id, reason: 'please' }, here.sam))
  ).toBe('not-suspended');
});

test('a coordinator’s own policy counts from its day, with its reason', async () => {
  const here = await clinic(database);
  await handIn(here, here.ada, await observe(here));
  const policy = {
    ...defaultPolicy,
    requiredItems: ['harm'],
    reassessMonths: 3,
    trainingHoursMin: 60
  };
  await here.as(here.cora, (tx) =>
    setPolicy(
      tx,
      { id: newId(), policy, effectiveOn: today(), source: 'board', reason: 'SAMHSA’s target' },
      here.cora
    )
  );
  expect((await certify(here, 40)).refusals).toEqual(['hours-missing']);
  expect((await certify(here, 60)).refusals).toEqual([]);
});
