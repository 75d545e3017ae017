import { expect, test } from 'vitest';
import { subscribe } from '#platform/events/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { scoresOf } from '#domains/measures/index.server.ts';
import { askForSupport, waitingRequestsVisibleTo, type Asking } from './index.server.ts';

const database = onDatabase();

function asking(more: Partial<Asking> = {}): Asking {
  return {
    seeker: newId(),
    request: newId(),
    response: newId(),
    pseudonym: 'Quiet Baobab',
    language: 'sw',
    place: null,
    limitsAcceptedAt: now(),
    wishes: {
      languages: ['sw'],
      topics: ['grief'],
      setting: null,
      minor: true,
      preferredGender: null,
      preferredAgeBand: null,
      wants: 'choose'
    },
    answers: null,
    ...more
  };
}

test('a visitor becomes a seeker and asks, in one go, however often the form is sent', async () => {
  const { organisation, person, as } = await village(database);
  const coordinator = await person('Cora', 'coordinator');
  const asked = asking({ answers: [0, 0, 0, 0, 0, 0, 0, 0, 1] });
  const flagged: string[] = [];
  subscribe(
    'measures.response-flagged',
    async (_, answers) => void flagged.push(...answers.map(({ subject }) => subject))
  );
  for (let times = 0; times < 2; times++) {
    await speakAs(database.database, { visitor: true, organisation }, async (tx) => {
      const seeker = await askForSupport(tx, asked, coordinator.organisation);
      expect(seeker).toMatchObject({ id: asked.seeker, roles: ['seeker'] });
    });
  }
  const seen = await as(coordinator, (tx) => waitingRequestsVisibleTo(tx, coordinator).execute());
  expect(seen).toMatchObject([{ id: asked.request, pseudonym: 'Quiet Baobab', minor: true }]);
  expect(flagged).toEqual([asked.seeker]);
  const seeker = {
    id: asked.seeker,
    name: asked.pseudonym,
    organisation: coordinator.organisation,
    roles: ['seeker' as const]
  };
  expect(await as(seeker, (tx) => scoresOf(tx, asked.seeker))).toMatchObject([
    { total: 1, flags: ['item-9'] }
  ]);
});

test('answers that cannot be scored leave nothing behind', async () => {
  const { organisation, person, as } = await village(database);
  const coordinator = await person('Cora', 'coordinator');
  const outcome = await speakAs(database.database, { visitor: true, organisation }, (tx) =>
    askForSupport(tx, asking({ answers: [1] }), coordinator.organisation)
  );
  expect(outcome).toEqual({ refusal: 'wrong-count' });
  expect(await as(coordinator, (tx) => waitingRequestsVisibleTo(tx, coordinator).execute())).toEqual([]);
});
