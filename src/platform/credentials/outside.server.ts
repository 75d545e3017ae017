/**
 * The one way to a document on somebody else's server: https only, to public addresses only, short, small, and no further
 * than it was sent. Whoever shows us a badge chooses the address, so it must lead to nothing of ours.
 */
import { lookup } from 'node:dns/promises';
import { get } from 'node:https';
import { BlockList, isIP } from 'node:net';
import { isToken } from './token.ts';

// A status list for a million badges is about a hundred kilobytes.
const bytesMax = 512 * 1024;
const millisecondsMax = 4000;
// Whoever asks waits with a transaction open; slow servers elsewhere may not use up ours (see `pageSessions`).
const atOnceMax = 2;
let underWay = 0;

/** Gives the JSON found at an address, or the text of a token; null when there is neither to be had. */
export type Outside = (address: string) => Promise<unknown>;

export const outside: Outside = async (address) => {
  if (underWay >= atOnceMax) return null;
  underWay += 1;
  try {
    return await found(address);
  } finally {
    underWay -= 1;
  }
};

async function found(address: string): Promise<unknown> {
  const way = await wayTo(address);
  const body = way && (await read(way.url, way.place));
  const token = body?.trim();
  if (token && isToken(token)) return token;
  try {
    return body === null ? null : JSON.parse(body);
  } catch {
    // Whatever is there is no JSON.
    return null;
  }
}

/** Where an address leads, when it may be asked: https on its own port, nobody's name and password, a public place. */
export async function wayTo(address: string): Promise<{ url: URL; place: Place } | null> {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return null;
  const place = await publicAddressOf(url.hostname);
  return place && { url, place };
}

type Place = { address: string; family: number };

// Every address of the name must be public, and the connection is made to the very one that was looked at.
async function publicAddressOf(host: string): Promise<Place | null> {
  const bare = host.replace(/^\[|\]$/g, '');
  const places = isIP(bare)
    ? [{ address: bare, family: isIP(bare) }]
    : await lookup(bare, { all: true }).catch(() => []);
  return places.length > 0 && places.every(({ address }) => isPublic(address)) ? places[0]! : null;
}

/** Whether an IP address is one of the open Internet (RFC 6890 lists those that are not). */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return family === 4 ? !closed.check(address, 'ipv4') : !closedOfSix.check(address, 'ipv6');
}

const closed = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4]
] as const)
  closed.addSubnet(net, bits, 'ipv4');
// A list of its own: in one for both, what is said of ::/3 would hold for every IPv4 address too.
const closedOfSix = new BlockList();
// All of IPv6 outside 2000::/3, and within it what wraps an IPv4 address, tunnels, or is for documents.
for (const [net, bits] of [
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20]
] as const)
  closedOfSix.addSubnet(net, bits, 'ipv6');

function read(url: URL, { address, family }: Place): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const nothing = () => resolve(null);
    const request = get(
      url,
      {
        // The name was looked up already; a second answer could be another one.
        lookup: (_host, options, found) =>
          options.all ? found(null, [{ address, family }]) : found(null, address, family),
        agent: false,
        signal: AbortSignal.timeout(millisecondsMax),
        headers: { accept: 'application/json, application/ld+json, application/did+json, application/jwt' }
      },
      (response) => {
        response.on('error', nothing);
        // A redirection would be another address, chosen by somebody else again.
        if (response.statusCode !== 200) {
          response.destroy();
          return nothing();
        }
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > bytesMax) {
            response.destroy();
            return nothing();
          }
          chunks.push(chunk);
        });
        response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
      }
    );
    request.on('error', nothing);
  });
}
