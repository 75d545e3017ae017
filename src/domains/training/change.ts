import { m } from '#messages';
import { refusalToSchedule, scheduleRefusals, type ScheduleRefusal, type Session } from './workshop.ts';

export type WorkshopChange = {
  id: string;
  workshop: string;
  venue: string | null;
  onlineLink: string | null;
  seats: number;
  /** One of the rooms here for the days still to come; see `NewWorkshop`. */
  room?: string | null;
  byInvitation?: boolean;
  /** The days still to come, all of them; a day that keeps its id is the same day moved. */
  sessions: Session[];
  reason: string;
};

export type ChangeRefusal =
  | ScheduleRefusal
  | 'no-such-workshop'
  | 'workshop-over'
  | 'workshop-cancelled'
  | 'fewer-seats-than-taken'
  | 'day-has-begun'
  | 'not-yours-to-change';

export const changeRefusals = {
  ...scheduleRefusals,
  'no-such-workshop': m.training_refusal_no_such_workshop,
  'workshop-over': m.training_refusal_over_cannot_change,
  'workshop-cancelled': m.training_refusal_workshop_cancelled,
  'fewer-seats-than-taken': m.training_refusal_fewer_seats_than_taken,
  'day-has-begun': m.training_refusal_day_has_begun,
  'not-yours-to-change': m.training_refusal_not_yours_to_change
} satisfies Record<ChangeRefusal, () => string>;

type Plan = { cancelled: boolean; taken: number; begun: Session[]; coming: Session[]; at: Date };

/** Why a workshop cannot be changed so, or null. What has begun stays as it was; people keep the seats they have. */
export function refusalToChange(
  { sessions, seats, venue, onlineLink }: Pick<WorkshopChange, 'sessions' | 'seats' | 'venue' | 'onlineLink'>,
  { cancelled, taken, begun, coming, at }: Plan
): ChangeRefusal | null {
  if (cancelled) return 'workshop-cancelled';
  if (coming.length === 0) return 'workshop-over';
  if (sessions.some(({ startsAt }) => startsAt <= at)) return 'day-has-begun';
  if (seats < taken) return 'fewer-seats-than-taken';
  return refusalToSchedule({ sessions: [...begun, ...sessions], venue, onlineLink });
}
