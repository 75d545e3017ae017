/** The network of a device: every request goes through here, so that a cut is a cut, and a new version comes when a test says so. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Network = {
  port: number;
  /** From now on nothing gets through. */
  cut: () => void;
  mend: () => void;
  /** What was asked for since the last time this was asked, and how many bytes came. */
  heard: () => { asked: string[]; bytes: number };
  /** From now on the server is another version: its chunks have other names, and those of before are gone. */
  deploy: (lost?: string) => Promise<void>;
  close: () => void;
};

type Deployed = { version: string; lost?: string };

export async function network(origin: string): Promise<Network> {
  let whole = true;
  let deployed: Deployed | null = null;
  let told = { asked: [] as string[], bytes: 0 };
  const server = createServer((asked, answer) => {
    const { pathname } = new URL(asked.url!);
    told.asked.push(pathname);
    if (!whole || (deployed?.lost && pathname === deployed.lost)) return void asked.socket.destroy();
    if (!deployed)
      return forward(asked, asked.url!, (got) => {
        got.on('data', (piece: Buffer) => (told.bytes += piece.length));
        pass(got, answer);
      });
    if (pathname.startsWith(chunks) && !pathname.startsWith(newer)) return void answer.writeHead(404).end();
    const { version } = deployed;
    // In full and to be read, so that it can be renamed.
    asked.headers['accept-encoding'] = 'identity';
    delete asked.headers['if-none-match'];
    forward(asked, asked.url!.replace(newer, chunks), (got) => void passRenamed(got, answer, version));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: portOf(server),
    cut: () => {
      whole = false;
      server.closeAllConnections();
    },
    mend: () => void (whole = true),
    heard: () => {
      const last = told;
      told = { asked: [], bytes: 0 };
      return last;
    },
    deploy: async (lost) => {
      const { version } = await (await fetch(`${origin}/_app/version.json`)).json();
      deployed = { version, lost };
    },
    close: () => server.close()
  };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

const chunks = '/_app/immutable/';
const newer = `${chunks}newer/`;

function forward(asked: IncomingMessage, url: string, taken: (got: IncomingMessage) => void): void {
  const { method, headers } = asked;
  // A way of its own each time: one that is kept open may be closed from the other end just when it is used again.
  const onward = request(url, { method, headers, agent: false }, taken);
  onward.on('error', () => asked.socket.destroy());
  asked.pipe(onward);
}

function pass(got: IncomingMessage, answer: ServerResponse): void {
  answer.writeHead(got.statusCode!, got.rawHeaders);
  got.pipe(answer);
}

async function passRenamed(got: IncomingMessage, answer: ServerResponse, version: string): Promise<void> {
  if (!/html|javascript|css/.test(got.headers['content-type'] ?? '')) return pass(got, answer);
  const body = (await text(got))
    .replaceAll(/_app\/immutable\/(?=entry|chunks|nodes|assets)/g, '_app/immutable/newer/')
    .replaceAll(version, `${version}0`);
  const headers = { ...got.headers };
  delete headers['content-length'];
  answer.writeHead(got.statusCode!, headers).end(body);
}
