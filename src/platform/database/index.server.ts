/**
 * The database: a pool that can do nothing by itself, and transactions that speak for somebody.
 * Routes never import this; they get `locals.tx`.
 */
export { addressesOf, openPool, reachDatabase, type Addresses, type Database } from './connect.server.ts';
export { analyse, migrate, migrations } from './migrate.server.ts';
export { speakAs, speakOn, tellClock, type Speaker, type Tx } from './transaction.server.ts';
export type { DB } from './schema.ts';
export { versionOn, versionsSet, type VersionSet } from './versions.server.ts';
