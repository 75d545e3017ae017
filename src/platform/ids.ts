/** Ids are UUIDv7 made by the program: they sort by time, and a device without a network can make them. */
import { v7 } from 'uuid';

export function newId(): string {
  return v7();
}

/** Whether this, from an address or a form, can be an id at all; the database refuses to compare with anything else. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
