/** A package as it lies on this device: one file, out of which its parts are cut. */
import { listLengthBytes, type KeptPart } from '#domains/training/index.ts';
import { filesShelf } from '#platform/offline/device-files.ts';

export type Part = { type: string; bytes: ArrayBuffer };
/** Gives a part by its path; null where there is none. */
export type Parts = (path: string) => Promise<Part | null>;

/** Null when the device does not have it. */
export async function openKept(address: string): Promise<Parts | null> {
  const found = await (await caches.open(filesShelf)).match(address);
  if (!found) return null;
  const whole = await found.blob();
  const length = new DataView(await whole.slice(0, listLengthBytes).arrayBuffer()).getUint32(0);
  const list: KeptPart[] = JSON.parse(await whole.slice(listLengthBytes, listLengthBytes + length).text());
  let end = listLengthBytes + length;
  const places = new Map(
    list.map(({ path, type, bytes }) => [path, { type, from: end, to: (end += bytes) }])
  );
  return async (path) => {
    const place = places.get(path);
    return place ? { type: place.type, bytes: await whole.slice(place.from, place.to).arrayBuffer() } : null;
  };
}
