/**
 * What a test stands on: a copy of the real database, an organisation of its own, and people who speak in it.
 * Only mail, clock and network are ever faked.
 */
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { assemble } from '#assembly/index.server.ts';
import type { Person, Role } from '#platform/access/index.ts';
import { foundOrganisation } from '#platform/access/index.server.ts';
import { moveClock, now } from '#platform/clock/index.ts';
import {
  addressesOf,
  openPool,
  speakAs,
  type Addresses,
  type Database,
  type Tx
} from '#platform/database/index.server.ts';
import { closeIdentity } from '#platform/identity/index.server.ts';
import { newId } from '#platform/ids.ts';
import { closeQueue, openQueue } from '#platform/jobs/index.server.ts';

/** `owner` is a superuser, for looking behind row-level security. */
export type TestDatabase = { database: Database; addresses: Addresses; owner: pg.Client };

/** Gives the test file a database of its own, made before its tests and dropped after them, with whatever was opened on it closed. */
export function onDatabase(): TestDatabase {
  const test = {} as TestDatabase;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  beforeAll(async () => {
    const template = new URL(inject('postgres'));
    await maintain(template, `create database ${name} template ${template.pathname.slice(1)}`);
    template.pathname = `/${name}`;
    assemble();
    test.addresses = addressesOf(template.href, path.join(inject('folder'), 'secrets', 'master-key'));
    test.database = openPool(test.addresses);
    test.owner = new pg.Client({ connectionString: peek(template).href });
    await test.owner.connect();
    await openQueue(test.addresses);
  });
  afterEach(() => moveClock());
  afterAll(async () => {
    await closeQueue();
    await closeIdentity();
    await test.database?.destroy();
    await test.owner?.end();
    await maintain(peek(new URL(inject('postgres'))), `drop database if exists ${name} with (force)`);
  });
  return test;
}

/** A small organisation for one test, and ways to speak in it. */
export type Village = {
  organisation: string;
  /** Adds somebody with these roles. */
  person: (name: string, ...roles: Role[]) => Promise<Person>;
  /** Runs work as that person, in a transaction under row-level security. */
  as: <T>(person: Person, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Runs work as a job of the organisation. */
  asSystem: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
};

/** Founds an organisation nobody else's test can see. */
export async function village(test: TestDatabase, name = 'Test village'): Promise<Village> {
  const organisation = newId();
  const asSystem: Village['asSystem'] = (work) =>
    speakAs(test.database, { organisation, system: true }, work);
  const tenant = {
    id: organisation,
    slug: `village-${organisation}`,
    name,
    timeZone: 'UTC',
    currency: 'USD'
  };
  await asSystem((tx) => foundOrganisation(tx, { ...tenant, kind: 'ngo' }));
  return {
    organisation,
    asSystem,
    as: (person, work) => speakAs(test.database, { person: person.id, organisation }, work),
    person: (personName, ...roles) =>
      asSystem(async (tx) => {
        const id = newId();
        const kind = roles.includes('seeker') ? 'seeker' : 'staff';
        await tx.insertInto('people').values({ id, name: personName, kind, created_at: now() }).execute();
        for (const role of roles) {
          await tx
            .insertInto('memberships')
            .values({ organisation_id: organisation, id: newId(), person_id: id, role, since: now() })
            .execute();
        }
        const tenant = {
          id: organisation,
          slug: `village-${organisation}`,
          name,
          timeZone: 'UTC',
          currency: 'USD'
        };
        return { id, name: personName, organisation: tenant, roles };
      })
  };
}

/** Of two who race: returns once one of them waits for what the other holds. */
export async function untilSomebodyWaits({ owner }: TestDatabase): Promise<void> {
  const waiting = `select from pg_locks join pg_stat_activity using (pid)
    where not granted and datname = current_database()`;
  while ((await owner.query(waiting)).rowCount === 0) await pause(20);
}

// Tests look behind row-level security as a superuser, also where the database's owner is a plain role.
function peek(database: URL): URL {
  const url = new URL(process.env.TRELLIS_TEST_SUPERUSER_URL ?? database.href);
  url.pathname = database.pathname;
  return url;
}

async function maintain(template: URL, statement: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
