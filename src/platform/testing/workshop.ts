/** A workshop for tests, in Nairobi's time and at the library; each test says of it what it is about. */
import type { NewWorkshop } from '#domains/training/index.ts';
import { moveClock } from '#platform/clock/index.ts';
import { newId } from '#platform/ids.ts';
import { village, type TestDatabase } from './index.server.ts';

export function aWorkshop(workshop: Pick<NewWorkshop, 'sessions'> & Partial<NewWorkshop>): NewWorkshop {
  return {
    id: newId(),
    title: 'Listening well',
    aims: 'Listen without judging',
    kind: 'foundational-helping',
    line: null,
    venue: 'The library',
    onlineLink: null,
    language: 'en',
    timeZone: 'Africa/Nairobi',
    seats: 5,
    trainers: [],
    ...workshop
  };
}

/** Those by whom a workshop is paid, planned and attended: Grace, Cora and Amina. It is the first of May 2026. */
export async function inMay(database: TestDatabase) {
  moveClock(new Date('2026-05-01T08:00Z'));
  const place = await village(database);
  const grace = await place.person('Grace', 'grants-manager');
  const cora = await place.person('Cora', 'coordinator');
  const amina = await place.person('Amina', 'supporter');
  return { ...place, grace, cora, amina };
}
