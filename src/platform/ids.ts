/** Ids are UUIDv7 made by the program: they sort by time, and a device without a network can make them. */
import { v7 } from 'uuid';

export function newId(): string {
  return v7();
}
