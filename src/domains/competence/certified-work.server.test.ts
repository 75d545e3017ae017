import { expect, test } from 'vitest';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { defaultPolicy } from './index.ts';
import {
  issueCertificate,
  lackingCertificateFor,
  openObservation,
  setPolicy,
  standingOf,
  suspendCertificate
} from './index.server.ts';

const database = onDatabase();
const today = () => dayIn('UTC');

async function clinic() {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const ada = await here.person('Ada', 'assessor');
  const sam = await here.person('Sam', 'supporter');
  return { ...here, cora, ada, sam };
}
type Clinic = Awaited<ReturnType<typeof clinic>>;

const holdAssessing = ({ as, cora }: Clinic) =>
  as(cora, (tx) =>
    setPolicy(
      tx,
      {
        id: newId(),
        policy: { ...defaultPolicy, certifiedWork: ['assessor'] },
        effectiveOn: today(),
        source: '',
        reason: 'Who judges others was judged fit for it'
      },
      cora
    )
  );
const certify = async ({ as, cora }: Clinic, person: Person) => {
  const id = newId();
  const wanted = { id, person: person.id, role: 'assessor' as const, hoursElsewhere: 40 };
  expect(await as(cora, (tx) => issueCertificate(tx, wanted, cora))).toEqual([]);
  return id;
};
const assess = ({ as, ada, sam }: Clinic) =>
  as(ada, async (tx) => {
    const observation = {
      id: newId(),
      person: sam.id,
      rubric: 'foundational-helping',
      context: 'role-play' as const,
      observedOn: today()
    };
    const opened = await openObservation(tx, observation, ada);
    return 'refusal' in opened ? opened.refusal : null;
  });

test('nobody is held to a certificate until the organisation says so', async () => {
  const here = await clinic();
  expect(await assess(here)).toBeNull();
});

test('held to one, an assessor without it is refused, with it is not, and suspended is refused again', async () => {
  const here = await clinic();
  await holdAssessing(here);
  expect(await assess(here)).toBe('assessor-not-certified');
  const certificate = await certify(here, here.ada);
  expect(await assess(here)).toBeNull();
  await here.as(here.cora, (tx) =>
    suspendCertificate(tx, { id: newId(), certificate, reason: 'To be looked at' }, here.cora)
  );
  expect(await assess(here)).toBe('assessor-not-certified');
});

test('work that the policy does not name asks for nothing', async () => {
  const here = await clinic();
  await holdAssessing(here);
  const lacking = await here.as(here.cora, (tx) =>
    lackingCertificateFor(tx, 'supervisor', [here.ada.id], today())
  );
  expect(lacking).toEqual([]);
});

test('a certificate for assessing opens the gate to nobody', async () => {
  const here = await clinic();
  await certify(here, here.sam);
  const standings = await here.as(here.cora, (tx) => standingOf(tx, [here.sam.id]));
  expect(standings.get(here.sam.id)!.certificate).toBeNull();
});
