/** Rooms that workshops are held in: behind a door, in a venue, or behind a link. */
import { m } from '#messages';

/** What helps somebody to take part there. */
export const accesses = ['step-free', 'toilet', 'hearing', 'captions', 'quiet'] as const;
export type Access = (typeof accesses)[number];

export const accessNames = {
  'step-free': m.training_access_step_free,
  toilet: m.training_access_toilet,
  hearing: m.training_access_hearing,
  captions: m.training_access_captions,
  quiet: m.training_access_quiet
} satisfies Record<Access, () => string>;

/** Where a room is, in words: with its venue, if there is a door to it. */
export function wordsOfRoom({ name, venue }: { name: string; venue: string | null }): string {
  return venue ? m.training_room_place({ room: name, venue }) : name;
}

export type NewVenue = { id: string; name: string; place: string | null; directions: string | null };
export type NewRoom = {
  id: string;
  name: string;
  seats: number;
  accessible: Access[];
  /** Where it is: a venue has a door to it, a link leads to it; one of the two. */
  venue: string | null;
  link: string | null;
};

export type RoomRefusal =
  | 'not-yours-to-change'
  | 'venue-known'
  | 'room-known'
  | 'no-such-place'
  | 'no-such-venue'
  | 'no-such-room'
  | 'venue-or-link'
  | 'room-needed'
  | 'seats-needed';

export const roomRefusals = {
  'not-yours-to-change': m.training_refusal_not_yours_to_change,
  'venue-known': m.training_refusal_venue_known,
  'room-known': m.training_refusal_room_known,
  'no-such-place': m.training_refusal_no_such_place,
  'no-such-venue': m.training_refusal_no_such_venue,
  'no-such-room': m.training_refusal_no_such_room,
  'venue-or-link': m.training_refusal_venue_or_link,
  'room-needed': m.training_refusal_room_needed,
  'seats-needed': m.training_refusal_seats_needed
} satisfies Record<RoomRefusal, () => string>;
