/** Ids are UUIDv7 made by the program: they sort by time, and a device without a network can make them. */
import { v7 } from 'uuid';

export function newId(): string {
  return v7();
}

/** Whether this text, from an address or a form, can be an id at all. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
