import { expect, test } from 'vitest';
import { behaviours, rubrics } from '#domains/competence/index.ts';
import {
  certificatesVisibleTo,
  issueCertificate,
  openObservation,
  recordResult
} from '#domains/competence/index.server.ts';
import { openRelationship, saveSupporterProfile } from '#domains/support/index.server.ts';
import { enrol, markAttendance, scheduleWorkshop } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, instantIn } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { someProfile } from '#platform/testing/support.ts';
import { certificatesAfter, chainOf } from './index.server.ts';

const database = onDatabase();

async function programme() {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const ada = await here.person('Ada', 'assessor');
  const amina = await here.person('Amina', 'supporter');
  const ids = { workshop: newId(), session: newId(), certificate: newId() };
  const day = addDays(dayIn('UTC'), -3);
  await here.as(cora, async (tx) => {
    const workshop = {
      id: ids.workshop,
      title: 'Foundations',
      aims: 'Listening',
      kind: 'foundational-helping' as const,
      line: null,
      venue: 'Hall',
      onlineLink: null,
      language: 'en',
      timeZone: 'UTC',
      seats: 5,
      trainers: [],
      sessions: [
        { id: ids.session, startsAt: instantIn('UTC', day, '08:00'), endsAt: instantIn('UTC', day, '16:00') }
      ]
    };
    expect(await scheduleWorkshop(tx, workshop, cora)).toBeNull();
    expect(await enrol(tx, { id: newId(), workshop: ids.workshop, attendee: amina.id }, cora)).toBeNull();
    const marks = [{ person: amina.id, presence: 'present' as const }];
    expect(await markAttendance(tx, { session: ids.session, marks }, cora)).toBeNull();
  });
  const observation = {
    id: newId(),
    person: amina.id,
    rubric: 'foundational-helping',
    context: 'role-play' as const,
    observedOn: dayIn('UTC')
  };
  const assessment = await here.as(ada, async (tx) => {
    const opened = await openObservation(tx, observation, ada);
    if ('refusal' in opened) throw new Error(opened.refusal);
    const ticks = rubrics[0]!.items.flatMap((item) => behaviours(item, 'basic'));
    await recordResult(tx, { assessment: opened.assessment, ticks }, ada);
    return opened.assessment;
  });
  await here.as(cora, async (tx) => {
    const wanted = { id: ids.certificate, person: amina.id, role: 'supporter' as const, hoursElsewhere: 60 };
    expect(await issueCertificate(tx, wanted, cora)).toEqual([]);
  });
  return { ...here, cora, ada, amina, assessment, ...ids };
}
type Programme = Awaited<ReturnType<typeof programme>>;

const follow = ({ as, certificate }: Programme, reader: Person) =>
  as(reader, async (tx) => {
    const found = await certificatesVisibleTo(tx, reader)
      .where('certificates.id', '=', certificate)
      .executeTakeFirstOrThrow();
    return chainOf(tx, found, reader);
  });

test('a certificate leads back to the seat and the assessment, and on to counts of support without a name', async () => {
  const here = await programme();
  await here.as(here.amina, (tx) => saveSupporterProfile(tx, here.amina.id, someProfile(), here.amina));
  const seeker = await here.person('Baobab', 'seeker');
  await here.as(here.cora, (tx) =>
    openRelationship(tx, { id: newId(), seeker: seeker.id, supporter: here.amina.id }, here.cora)
  );
  const chain = await follow(here, here.cora);
  expect(chain.seats).toMatchObject([{ workshop: here.workshop, hours: 8, counted: true, line: null }]);
  expect(chain.assessments).toMatchObject([{ id: here.assessment, assessor: 'Ada' }]);
  expect(chain.gate?.refusals).toContain('background-check-missing');
  expect(chain.support).toEqual({ matches: 1, hours: 0 });
  expect(JSON.stringify(chain)).not.toMatch(new RegExp(`Baobab|${seeker.id}`));
});

test('an assessor follows it to the certificate, and learns nothing of the gate or the support', async () => {
  const here = await programme();
  expect(await follow(here, here.ada)).toMatchObject({
    assessments: [{ id: here.assessment }],
    gate: null,
    support: null
  });
});

test('a workshop and an assessment lead on to the certificates that came of them', async () => {
  const here = await programme();
  const after = (start: Parameters<typeof certificatesAfter>[1]) =>
    here.as(here.cora, async (tx) => (await certificatesAfter(tx, start, here.cora)).map(({ id }) => id));
  expect(await after({ workshop: here.workshop })).toEqual([here.certificate]);
  expect(await after({ assessment: here.assessment })).toEqual([here.certificate]);
  expect(await after({ workshop: newId() })).toEqual([]);
});
