/** A grant for tests, of 5000 US dollars for 2026, with one line for training; each test says of it what it is about. */
import type { NewGrant } from '#domains/funding/index.ts';
import { newId } from '#platform/ids.ts';

export function aGrant({ line = newId(), ...grant }: Partial<NewGrant> & { line?: string } = {}): NewGrant {
  return {
    id: newId(),
    donor: { name: 'Harbour Trust' },
    title: 'Neighbours',
    purpose: 'Training',
    currency: 'USD',
    total: '5000',
    startsOn: '2026-01-01',
    endsOn: '2026-12-31',
    lines: [{ id: line, code: 'TRAIN', name: 'Training', amount: '5000' }],
    ...grant
  };
}
