import { expect, onTestFinished, test } from 'vitest';
import { subscribe } from '#platform/events/index.server.ts';
import { now } from '#platform/clock/index.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { someWishes } from '#platform/testing/support.ts';
import { scoresOf } from '#domains/measures/index.server.ts';
import { endWithErased } from './erasure.server.ts';
import {
  askAgain,
  askForSupport,
  waitingRequestsVisibleTo,
  withdrawRequest,
  type Asking
} from './index.server.ts';

const database = onDatabase();

function asking(more: Partial<Asking> = {}): Asking {
  return {
    seeker: newId(),
    request: newId(),
    response: newId(),
    pseudonym: 'Quiet Baobab',
    language: 'sw',
    limitsAcceptedAt: now(),
    wishes: someWishes({ setting: null, minor: true }),
    answers: null,
    ...more
  };
}

test('a visitor becomes a seeker and asks, in one go, however often the form is sent', async () => {
  const { organisation, person, as } = await village(database);
  const coordinator = await person('Cora', 'coordinator');
  const asked = asking({ answers: [0, 0, 0, 0, 0, 0, 0, 0, 1] });
  const flagged: string[] = [];
  onTestFinished(
    subscribe(
      'measures.response-flagged',
      async (_, answers) => void flagged.push(...answers.map(({ subject }) => subject))
    )
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

test('a district that was told is kept until the record is erased, and asked for again with the next request', async () => {
  const { organisation, person, as, asSystem } = await village(database);
  const coordinator = await person('Cora', 'coordinator');
  const place = newId();
  await asSystem((tx) =>
    tx
      .insertInto('places')
      .values({
        organisation_id: organisation,
        id: place,
        p_code: 'GV01',
        name: 'Lakeside',
        kind: 'area',
        level: 2
      })
      .execute()
  );
  const asked = asking();
  asked.wishes = { ...asked.wishes, place };
  const seeker = await speakAs(database.database, { visitor: true, organisation }, (tx) =>
    askForSupport(tx, asked, coordinator.organisation)
  );
  if ('refusal' in seeker) throw new Error(seeker.refusal);
  const waiting = () => as(coordinator, (tx) => waitingRequestsVisibleTo(tx, coordinator).execute());
  expect(await waiting()).toMatchObject([{ place: 'Lakeside' }]);

  await as(seeker, (tx) => withdrawRequest(tx, asked.request, seeker));
  await as(seeker, (tx) => askAgain(tx, newId(), seeker));
  expect(await waiting()).toMatchObject([{ place: 'Lakeside' }]);

  await as(seeker, (tx) => endWithErased(tx, [{ person: seeker.id }]));
  const { rows } = await database.owner.query('select place_id from support_requests where seeker_id = $1', [
    seeker.id
  ]);
  expect(rows).toEqual([{ place_id: null }, { place_id: null }]);
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
