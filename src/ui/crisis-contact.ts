/** Whom to call when it cannot wait. `number` is written as people dial it. */
export type CrisisContact = { name: string; number: string; detail?: string };
