/** The measure: a bare Node server that asks the database the same and answers with the same bytes, and does nothing else. */
import { createServer } from 'node:http';
import pg from 'pg';
import type { Conversation } from './statements.ts';

export type Task = { login: string; port: number; conversations: Conversation[]; body: string };

process.once('message', (task: Task) => serveBare(task));

function serveBare({ login, port, conversations, body }: Task): void {
  // As in the program: ten sessions for pages, and the sign-in's own under its own role.
  const pages = new pg.Pool({ connectionString: login, max: 10 });
  const identity = new pg.Pool({
    connectionString: login,
    max: 5,
    options: '-c role=trellis_identity -c search_path=identity'
  });
  const server = createServer((_request, response) => {
    Promise.all(
      conversations.map((conversation) => converse(isOfSignIn(conversation) ? identity : pages, conversation))
    ).then(
      () => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body),
      (error) => response.writeHead(500).end(String(error))
    );
  });
  server.listen(port, '127.0.0.1', () => process.send!('open'));
}

function isOfSignIn(conversation: Conversation): boolean {
  return !conversation.some(({ sql }) => /set local role/.test(sql));
}

async function converse(pool: pg.Pool, conversation: Conversation): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { sql, parameters } of conversation) await client.query(sql, parameters);
  } finally {
    client.release();
  }
}
