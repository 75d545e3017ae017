/** A workshop for tests, in Nairobi's time and at the library; each test says of it what it is about. */
import type { NewWorkshop } from '#domains/training/index.ts';
import { newId } from '#platform/ids.ts';

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
