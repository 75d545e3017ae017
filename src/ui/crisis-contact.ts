/** Whom to reach when it cannot wait. Numbers are written as people dial them; `hours` are words. */
export type CrisisContact = { name: string; phone: string | null; sms: string | null; hours: string };
