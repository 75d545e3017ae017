/**
 * The measure: a bare Node server that asks the database what the page asks, in a transaction for each request, and
 * answers with the page's own bytes. It knows nobody, renders nothing and reads no answer. A process of its own.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { PlanningOnceClient, planningOnce } from '#platform/database/plan-once.server.ts';
import type { Asked, Statement } from './statements.ts';

/**
 * `turns`: what stands in the parameters in place of what, request by request; with it even what is written can be asked
 * again, each time about somebody else.
 */
export type Task = { login: string; sessions: number; asked: Asked; body: string; turns?: Turn[] };
export type Turn = [from: string, to: string][];

process.once('message', (task: Task) => serve(task));

function serve({ login, sessions, asked, body, turns = [] }: Task): void {
  // It keeps its plans as the program's pages do, or the program would be flattered.
  const pages = new pg.Pool({
    connectionString: login,
    max: sessions,
    Client: PlanningOnceClient,
    options: planningOnce
  });
  let requests = 0;
  const server = createServer((_request, response) => {
    converse(pages, asked.page, turns[requests++] ?? []).then(
      () => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body),
      (error) => response.writeHead(500).end(String(error))
    );
  });
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
}

async function converse(pool: pg.Pool, statements: Statement[], turn: Turn): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { sql, parameters } of statements) {
      // Without parameters it goes as the program sends it, several statements in one trip where it does.
      const asked = parameters.map((value) => value && inTurn(value, turn));
      await (parameters.length > 0 ? client.query(sql, asked) : client.query(sql));
    }
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const inTurn = (value: string, turn: Turn) =>
  turn.reduce((text, [from, to]) => text.replaceAll(from, to), value);
