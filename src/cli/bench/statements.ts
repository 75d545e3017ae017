/** The SQL that a page really runs, read from the embedded server's own log: every statement with its parameters. */
import { open } from 'node:fs/promises';
import { statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** A statement and its parameters as text. */
export type Statement = { sql: string; parameters: (string | null)[] };

/** What one page asks within the request's transaction. `writes` were left out of it. */
export type Asked = { page: Statement[]; writes: number };

/** Opens the page once with the server writing down what it is asked, and reads that back. */
export const statementsOf = async (
  owner: string,
  data: string,
  openPage: () => Promise<unknown>
): Promise<Asked> => askedIn(await writtenDown(owner, data, openPage));

/** The server's own words about what it was asked meanwhile. */
export async function writtenDown(
  owner: string,
  data: string,
  openPage: () => Promise<unknown>
): Promise<string> {
  const file = path.join(data, 'postgres', 'server.log');
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  try {
    await writeDown(client, 'all');
    const before = statSync(file).size;
    await openPage();
    await writeDown(client, 'none');
    return await textFrom(file, before);
  } finally {
    await client.end();
  }
}

// A running session hears of a new setting at its next statement; a moment lets it reach them all.
async function writeDown(client: pg.Client, what: 'all' | 'none'): Promise<void> {
  await client.query(`alter system set log_statement = '${what}'`);
  await client.query(`alter system set log_line_prefix = '@%p@'`);
  await client.query('select pg_reload_conf()');
  await new Promise((resolve) => setTimeout(resolve, 500));
}

async function textFrom(file: string, start: number): Promise<string> {
  const handle = await open(file);
  try {
    const length = statSync(file).size - start;
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
    return buffer.toString();
  } finally {
    await handle.close();
  }
}

/** What the page asked, without what it wrote. */
export function askedIn(log: string): Asked {
  const page = everythingIn(log);
  const writes = page.filter(isWrite).length;
  return { page: page.filter((statement) => !isWrite(statement)), writes };
}

/** What the page asked and wrote, of all that was written down meanwhile: sweeps and jobs run on, and are not the page's. */
export function everythingIn(log: string): Statement[] {
  const sessions = [...sessionsIn(log).values()];
  const pages = sessions.flatMap(transactionsIn).filter(isOfAPage);
  if (pages.length !== 1) throw new Error(`${pages.length} pages were opened at once, not one.`);
  return pages[0]!;
}

function sessionsIn(log: string): Map<string, Statement[]> {
  const sessions = new Map<string, Statement[]>();
  for (const entry of log.split(/^(?=@\d+@)/m)) {
    const [, session, kind, text] = /^@(\d+)@(\w+): {2}([^]*)$/.exec(entry) ?? [];
    if (!session || !kind || !text) continue;
    const statements = sessions.get(session) ?? [];
    sessions.set(session, statements);
    const sql = /^(?:statement|execute [^:]*): ([^]*)$/.exec(text)?.[1]?.trim();
    if (kind === 'LOG' && sql) statements.push({ sql, parameters: [] });
    if (kind === 'DETAIL' && statements.length > 0) statements.at(-1)!.parameters = parametersIn(text);
  }
  return sessions;
}

/** The values of a line such as `Parameters: $1 = 'a', $2 = NULL`. */
function parametersIn(detail: string): (string | null)[] {
  return [...detail.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g)].map(
    ([, text]) => text?.replaceAll("''", "'") ?? null
  );
}

// From each `begin` to its end, both included.
function transactionsIn(statements: Statement[]): Statement[][] {
  const transactions: Statement[][] = [];
  let open: Statement[] | null = null;
  for (const statement of statements) {
    if (/^begin\b/i.test(statement.sql)) open = [];
    open?.push(statement);
    if (!/^(commit|rollback)\b/i.test(statement.sql)) continue;
    if (open) transactions.push(open);
    open = null;
  }
  return transactions;
}

// Whoever looks through all organisations, as a sweep does, speaks for none.
function isOfAPage(transaction: Statement[]): boolean {
  return transaction.some(
    ({ sql, parameters }) => /begin_(session|as_person|as_visitor)/.test(sql) && parameters[0] !== null
  );
}

// What was written once cannot be written again in the same words.
function isWrite({ sql }: Statement): boolean {
  return (
    /^(insert|update|delete|merge)\b/i.test(sql) ||
    /^with\b[^]*\b(insert into|update|delete from) /i.test(sql)
  );
}
