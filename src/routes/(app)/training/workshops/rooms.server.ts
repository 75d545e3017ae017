import { wordsOfRoom } from '#domains/training/index.ts';
import { openRooms } from '#domains/training/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { m } from '#messages';

/** The rooms to choose from in a workshop's forms, each with its venue and how many sit there. */
export async function roomChoices(tx: Tx, person: Person) {
  return (await openRooms(tx, person)).map((room) => ({
    value: room.id,
    label: m.training_room_choice({ room: wordsOfRoom(room), seats: room.seats })
  }));
}
