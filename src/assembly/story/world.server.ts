/** What every chapter of the story stands on: who there is, when it happens, and how somebody acts in it. */
import { sql } from 'kysely';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock, type Day } from '#platform/clock/index.ts';
import { speakAs, type Database, type Tx } from '#platform/database/index.server.ts';
import type { Actor } from './cast.ts';
import type { Chance } from './chance.ts';

export const storyDays = 548; // eighteen months

export type World = {
  database: Database;
  chance: Chance;
  /** 1 is the story as told; 0.1 a tenth of its seekers. */
  scale: number;
  /** The day the story begins, and today, on which it ends. */
  begins: Day;
  today: Day;
  people: Map<string, Person>;
  helpers: { supporters: Person[]; practitioners: Person[]; supervisors: Person[] };
  districts: { id: string; code: string }[];
  /** The budget lines by their code. */
  lines: Map<string, string>;
  progress: (chapter: string, done: number, of: number) => void;
};

export function dayOf(world: Pick<World, 'begins'>, number: number): Day {
  return addDays(world.begins, number);
}

/** An instant of the story, at that hour of its ninth-hour working days, in its time zone (UTC+3, no summer time). */
export function at(world: Pick<World, 'begins'>, day: number, hour: number, minute = 0): Date {
  return new Date(`${dayOf(world, day)}T${pad(hour)}:${pad(minute)}:00+03:00`);
}

/**
 * Somebody acts at an instant of the story, in a transaction of their own, under row-level security. What one person does
 * over weeks may be one transaction, in which the work moves the clock on: thousands of commits fewer.
 */
export async function act<T>(
  world: World,
  person: Person,
  when: Date,
  work: (tx: Tx) => Promise<T>
): Promise<T> {
  moveClock(when);
  return speakAs(world.database, { person: person.id, organisation: person.organisation.id }, async (tx) => {
    // Thousands of small commits need not each wait for the disk: a story cut short is told again from the start.
    await sql`set local synchronous_commit to off`.execute(tx);
    return work(tx);
  });
}

export function who(world: World, key: Actor['key']): Person {
  const person = world.people.get(key);
  if (!person) throw new Error(`Nobody in the story is called ${key}.`);
  return person;
}

/** The story is made of commands that must all succeed: a refusal here is a mistake in the story. */
export function done(refusal: unknown): void {
  if (refusal === null || (Array.isArray(refusal) && refusal.length === 0)) return;
  throw new Error(`The story was refused: ${JSON.stringify(refusal)}`);
}

export function dayNow(): Day {
  return dayIn('Africa/Nairobi');
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
