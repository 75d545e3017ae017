/** The SQL that one page really runs, read from the embedded server's own log. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** A statement and its parameters as text. */
export type Statement = { sql: string; parameters: (string | null)[] };
/** What one connection ran, in order. */
export type Conversation = Statement[];

/** Opens the page once with the server writing down what it is asked, and reads that back. */
export async function statementsOf(
  owner: string,
  data: string,
  openPage: () => Promise<unknown>
): Promise<Conversation[]> {
  const log = path.join(data, 'postgres', 'server.log');
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  try {
    await listen(client, true);
    const before = readFileSync(log, 'utf8').length;
    await openPage();
    await listen(client, false);
    return conversationsIn(readFileSync(log, 'utf8').slice(before));
  } finally {
    await client.end();
  }
}

// A running session hears of a new setting at its next statement; a moment lets it reach them all.
async function listen(client: pg.Client, on: boolean): Promise<void> {
  await client.query(`alter system set log_statement = '${on ? 'all' : 'none'}'`);
  await client.query(`alter system set log_line_prefix = '@%p@'`);
  await client.query('select pg_reload_conf()');
  await new Promise((resolve) => setTimeout(resolve, 500));
}

/** One conversation for each session that ran a transaction of a page, or looked up who is signed in. */
export function conversationsIn(log: string): Conversation[] {
  const sessions = new Map<string, Conversation>();
  for (const entry of log.split(/^(?=@\d+@)/m)) {
    const [, session, kind, text] = /^@(\d+)@(\w+): {2}([^]*)$/.exec(entry) ?? [];
    if (!session || !kind || !text) continue;
    const conversation = sessions.get(session) ?? [];
    sessions.set(session, conversation);
    if (kind === 'LOG') {
      const sql = /^(?:statement|execute [^:]*): ([^]*)$/.exec(text)?.[1]?.trim();
      if (sql) conversation.push({ sql, parameters: [] });
    } else if (kind === 'DETAIL' && conversation.length > 0) {
      conversation.at(-1)!.parameters = parametersIn(text);
    }
  }
  return [...sessions.values()].filter(isOfAPage);
}

// Writes are left out: an entry made once cannot be made again. What is left is what makes a page slow or quick.
function isOfAPage(conversation: Conversation): boolean {
  return (
    conversation.some(({ sql }) => /begin_as_|"session"/.test(sql)) &&
    !conversation.some(({ sql }) => /pgboss|pg_reload_conf/.test(sql))
  );
}

/** The values of a line such as `Parameters: $1 = 'a', $2 = NULL`. */
function parametersIn(detail: string): (string | null)[] {
  return [...detail.matchAll(/\$\d+ = (?:'((?:[^']|'')*)'|NULL)/g)].map(
    ([, text]) => text?.replaceAll("''", "'") ?? null
  );
}
