import { expect, test } from 'vitest';
import { recordBackgroundCheck, setProfile } from '#domains/people/index.server.ts';
import { assignSupervisor } from '#domains/supervision/index.server.ts';
import { saveSupporterProfile, writeRequest } from '#domains/support/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { someProfile, someWishes } from '#platform/testing/support.ts';
import { gateToday } from './index.server.ts';

const database = onDatabase();
const today = () => dayIn('UTC');
const profile = someProfile({ placesMax: 3 });

async function programme() {
  const here = await village(database);
  const cora = await here.person('Cora', 'coordinator');
  const sara = await here.person('Sara', 'supervisor');
  const amina = await here.person('Amina', 'supporter');
  await here.as(amina, (tx) => saveSupporterProfile(tx, amina.id, profile, amina));
  return { ...here, cora, sara, amina };
}
type Programme = Awaited<ReturnType<typeof programme>>;

const lookAfter = ({ as, cora, sara }: Programme, supporter: Person) =>
  as(cora, async (tx) => {
    const check = {
      id: newId(),
      subject: supporter.id,
      checkedOn: today(),
      expiresOn: addDays(today(), 700)
    };
    await recordBackgroundCheck(tx, { ...check, outcome: 'clear' }, cora);
    const assignment = { id: newId(), supervisor: sara.id, supervisee: supporter.id, since: today() };
    await assignSupervisor(tx, assignment, cora);
    await setProfile(tx, supporter.id, { languages: ['sw'] }, cora);
  });

test('somebody never trained nor assessed waits for several things, and each of them is named', async () => {
  const here = await programme();
  await lookAfter(here, here.amina);
  const { openings, names } = await here.as(here.cora, (tx) => gateToday(tx, here.cora));
  expect(openings.single).toEqual([]);
  expect(openings.several).toEqual([{ supporter: here.amina.id, places: 3, needs: ['hours', 'assessment'] }]);
  expect(names.get(here.amina.id)).toBe('Amina');
});

test('a coordinator speaks for themselves again after the gate was asked for the organisation', async () => {
  const here = await programme();
  const seeker = await here.person('Baobab', 'seeker');
  await here.asSystem((tx) =>
    writeRequest(
      tx,
      { id: newId(), seeker: seeker.id, limitsAcceptedAt: now(), wishes: someWishes() },
      here.cora.organisation.id
    )
  );
  const [{ waiting, unmet }, speaker] = await here.as(here.cora, async (tx) => [
    await gateToday(tx, here.cora),
    await tx.selectNoFrom(({ fn }) => fn<string>('current_person').as('id')).executeTakeFirst()
  ]);
  expect([waiting, unmet]).toEqual([1, []]);
  expect(speaker?.id).toBe(here.cora.id);
});
