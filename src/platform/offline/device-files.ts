/** Files that a device keeps beside its pack: pictures and recordings, which its service worker then answers with. */
import { contentRange, pieceAsked } from '#platform/http/range.ts';

/** The name of the browser cache they are in; the service worker reads from it and leaves it alone. */
export const filesShelf = 'field-files';
// A cheap telephone has little room, and a course is more than its recordings; policy.
export const filesBytesMax = 100 * 1024 * 1024;

export type DeviceFile = { address: string; bytes: number };

export const bytesOf = (files: DeviceFile[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Which of these addresses the device has. */
export async function keptOf(files: DeviceFile[]): Promise<DeviceFile[]> {
  const shelf = await caches.open(filesShelf);
  const kept = new Set((await shelf.keys()).map(({ url }) => new URL(url).pathname));
  return files.filter(({ address }) => kept.has(address));
}

/** Fetches and keeps these files, all or none of them. Throws where there is no answer or no room. */
export async function keepFiles(files: DeviceFile[]): Promise<void> {
  const shelf = await caches.open(filesShelf);
  const kept = await keptOf(files);
  await shelf.addAll(files.filter((file) => !kept.includes(file)).map(({ address }) => address));
}

export async function dropFiles(files: DeviceFile[]): Promise<void> {
  const shelf = await caches.open(filesShelf);
  for (const { address } of files) await shelf.delete(address);
}

/** Forgets every file but these. */
export async function keepOnly(files: DeviceFile[]): Promise<void> {
  const shelf = await caches.open(filesShelf);
  const wanted = new Set(files.map(({ address }) => address));
  for (const request of await shelf.keys())
    if (!wanted.has(new URL(request.url).pathname)) await shelf.delete(request);
}

/** Forgets all of them. A browser without a safe address has no such cache, and so no files. */
export async function forgetFiles(): Promise<void> {
  await globalThis.caches?.delete(filesShelf);
}

/** The answer to a request for a kept file. Players ask for pieces, and some play nothing when they are given the whole. */
export async function partOf(whole: Response, range: string | null): Promise<Response> {
  if (range === null) return whole;
  const blob = await whole.clone().blob();
  const asked = pieceAsked(range, blob.size);
  if (asked === 'whole') return whole;
  const headers = new Headers(whole.headers);
  headers.set('content-range', contentRange(asked, blob.size));
  if (asked === 'none-there') return new Response(null, { status: 416, headers });
  headers.set('content-length', String(asked.to - asked.from + 1));
  return new Response(blob.slice(asked.from, asked.to + 1), { status: 206, headers });
}
