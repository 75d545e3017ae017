/**
 * The web server around Kit's handler: what holds for every answer, pages and files alike. It tells Kit the
 * address people really typed (Kit would take plain http for https), refuses other hosts, and compresses.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import compression from 'compression';
import type { Settings } from '#platform/settings/index.server.ts';
import { isLessonPath, lessonsMark, refusalOfLesson, setLessonHeaders } from './lessons.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Paths for machines, answered before any page. Returns true when it answered. */
export type MachineDoor = (request: IncomingMessage, response: ServerResponse) => boolean;

// Forms are small; only the importer and courses take files, and pictures of badges come to where badges are checked.
const formBytesMax = 512 * 1024;
const fileBytesMax = [
  { where: /^\/import(\/|$)/, bytes: 25 * 1024 * 1024 },
  { where: /^\/training\/courses\/[^/]+\/draft\/media$/, bytes: 14 * 1024 * 1024 },
  { where: /^\/training\/courses\/[^/]+\/draft\/packages$/, bytes: 42 * 1024 * 1024 },
  { where: /^\/(verify|competence\/people)([/?]|$)/, bytes: 3 * 1024 * 1024 }
];

/** Starts listening. Resolves with the real port and a stop that lets running requests finish. */
export async function listen(
  settings: Settings,
  handler: Handler,
  machineDoor: MachineDoor
): Promise<{ server: Server; port: number }> {
  // A piece of a file is so many bytes of it and no others.
  const compress = compression({
    filter: (request, response) =>
      !response.hasHeader('content-range') && compression.filter(request, response)
  });
  const { protocol, host } = new URL(settings.origin);
  const lessons = settings.lessonsOrigin ? new URL(settings.lessonsOrigin).host : null;
  const server = createServer((request, response) => {
    const apart = lessons !== null && request.headers.host === lessons;
    setSafeHeaders(request, response, protocol === 'https:');
    if (apart) {
      setLessonHeaders(response, settings.origin);
      const refusal = refusalOfLesson(request);
      if (refusal) return refuse(response, refusal, 'There are only lessons here.');
      delete request.headers.cookie;
      request.headers[lessonsMark] = 'yes';
    } else {
      // However the path is written, it is no lesson's unless it was asked for at the lessons' address.
      delete request.headers[lessonsMark];
      if (machineDoor(request, response)) return;
      if (request.headers.host !== host)
        return refuse(response, 421, 'This server does not answer to that name.');
      if (isLessonPath(request.url)) return refuse(response, 404, 'Not found.');
      if (!bodyFits(request)) return refuse(response, 413, 'That is too large to send here.');
    }
    request.headers['x-trellis-protocol'] = protocol.slice(0, -1);
    request.headers['x-trellis-host'] = host;
    compress(request as never, response as never, () =>
      handler(request, response, () => refuse(response, 404, 'Not found.'))
    );
  });
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

function setSafeHeaders({ url }: IncomingMessage, response: ServerResponse, secure: boolean): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  if (secure) response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains');
  // The rest speaks of documents. A page with script asks for forty parts, of which many are smaller than these lines.
  if (url?.startsWith('/_app/immutable/')) return;
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), interest-cohort=()');
}

// Browsers always say how long a form is; what does not say is not a browser.
function bodyFits(request: IncomingMessage): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true;
  if (request.headers['transfer-encoding']) return false;
  const max = fileBytesMax.find(({ where }) => where.test(request.url ?? ''))?.bytes ?? formBytesMax;
  return Number(request.headers['content-length'] ?? 0) <= max;
}

function refuse(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(words);
}
