import { accesses, accessNames } from '#domains/training/index.ts';

/** What a room may have, to tick. */
export function accessChoices() {
  return accesses.map((access) => ({ value: access, label: accessNames[access]() }));
}
