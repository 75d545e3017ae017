/** Finds the database this program should use, and opens it as the role that owns nothing. */
import { createHmac } from 'node:crypto';
import { CompiledQuery, Kysely, PostgresDialect, PostgresDriver, type DatabaseConnection } from 'kysely';
import pg from 'pg';
import { secret, type Settings } from '#platform/settings/index.server.ts';
import { runningEmbedded, startEmbedded } from './embedded.server.ts';
import { ListCompiler } from './list-compiler.server.ts';
import { own, ownerOf } from './ownership.server.ts';
import { PlanningOnceClient, planningOnce } from './plan-once.server.ts';
import type { DB } from './schema.ts';

export type Database = Kysely<DB>;

/** Where the database is: `owner` may migrate; `login` is what the running program uses. */
export type Addresses = { owner: string; login: string };

// PostgreSQL's `date` stays a calendar day and `numeric` stays exact text; a JavaScript Date or number would bend both.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (text) => text);
// Counts fit a double long before a programme outgrows it.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export function addressesOf(ownerUrl: string, masterKeyFile: string): Addresses {
  const login = new URL(ownerUrl);
  login.username = 'trellis_login';
  login.password = loginPassword(masterKeyFile);
  return { owner: ownerUrl, login: login.href };
}

/** The login role's password follows from the master key, so that every node of a cluster knows it. */
function loginPassword(masterKeyFile: string): string {
  return createHmac('sha256', secret(masterKeyFile).split(/\s+/)[0]!)
    .update('trellis_login')
    .digest('base64url');
}

/**
 * Opens a pool. The login role has no rights of its own: only a transaction that takes a role can see rows.
 * `planOnce` lets each session keep its plans: only where no pgBouncer stands between, which would mix sessions up.
 */
export function openPool(
  addresses: Pick<Addresses, 'login'>,
  { planOnce = false, ...options }: pg.PoolConfig & { planOnce?: boolean } = {}
): Database {
  const kept = planOnce ? { Client: PlanningOnceClient, options: planningOnce } : {};
  const pool = new pg.Pool({ connectionString: addresses.login, max: 10, ...kept, ...options });
  // An idle client that loses its server is replaced at the next request; without a listener it would end the program.
  pool.on('error', () => undefined);
  return new Kysely<DB>({ dialect: new Dialect({ pool }) });
}

// Every transaction takes the plain role as it begins, in the same trip to the server.
class Driver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin; set local role trellis_app'));
  }
}

class Dialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor({ pool }: { pool: pg.Pool }) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new Driver({ pool: this.#pool });
  }

  override createQueryCompiler(): ListCompiler {
    return new ListCompiler();
  }
}

/**
 * The addresses for this process, starting the embedded server when nobody runs it.
 * `sole` refuses when another Trellis owns the data folder; without it, its server is shared.
 * `release` gives up what was taken: it stops the embedded server only if this process is its owner.
 */
export async function reachDatabase(settings: Settings, { sole }: { sole: boolean }) {
  const { data, databaseUrl, masterKeyFile } = settings;
  if (databaseUrl) {
    return { addresses: addressesOf(databaseUrl, masterKeyFile), release: async () => undefined };
  }
  const shared = !sole && ownerOf(data) !== null ? runningEmbedded(data) : null;
  if (shared) return { addresses: addressesOf(shared, masterKeyFile), release: async () => undefined };

  const ownership = own(data);
  try {
    const server = await startEmbedded(data);
    await assertDurable(server.url);
    const release = async () => {
      await server.stop();
      ownership.release();
    };
    return { addresses: addressesOf(server.url, masterKeyFile), release };
  } catch (error) {
    ownership.release();
    throw error;
  }
}

// Without fsync a power cut can lose what a person was told is saved. Refuse to run like that.
async function assertDurable(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({ connectionString: maintenance.href });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages"
    );
    if (rows[0].fsync !== 'on' || rows[0].pages !== 'on')
      throw new Error('PostgreSQL runs with fsync off; Trellis refuses to start on it.');
  } finally {
    await client.end();
  }
}
