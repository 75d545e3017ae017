import { m } from '#messages';

/** What a workshop trains; certificates and the gate ask for some of them by name. */
export const workshopKinds = [
  'foundational-helping',
  'problem-management',
  'child-safeguarding',
  'suicide-first-response',
  'specific-condition',
  'cultural-care',
  'supervision-skills',
  'other'
] as const;
export type WorkshopKind = (typeof workshopKinds)[number];

export const workshopKindNames = {
  'foundational-helping': m.training_kind_foundational_helping,
  'problem-management': m.training_kind_problem_management,
  'child-safeguarding': m.training_kind_child_safeguarding,
  'suicide-first-response': m.training_kind_suicide_first_response,
  'specific-condition': m.training_kind_specific_condition,
  'cultural-care': m.training_kind_cultural_care,
  'supervision-skills': m.training_kind_supervision_skills,
  other: m.training_kind_other
} satisfies Record<WorkshopKind, () => string>;

export type Session = {
  id: string;
  startsAt: Date;
  endsAt: Date;
  /** The room of this day; without one it is in the workshop's. */
  room?: string | null;
};

export type NewWorkshop = {
  id: string;
  title: string;
  aims: string;
  kind: WorkshopKind;
  /** The budget line that pays, if one does yet. */
  line: string | null;
  venue: string | null;
  onlineLink: string | null;
  /** The one it is mostly held in. */
  language: string;
  /** Languages somebody interprets into, or trains in as well. */
  alsoIn?: string[];
  timeZone: string;
  seats: number;
  /** One of the rooms here, for every day without a room of its own; without one, `venue` and `onlineLink` say where. */
  room?: string | null;
  /** Only who is invited takes a seat. */
  byInvitation?: boolean;
  trainers: string[];
  sessions: Session[];
};

export type ScheduleRefusal =
  | 'no-sessions'
  | 'session-ends-first'
  | 'session-too-long'
  | 'sessions-overlap'
  | 'no-place'
  | 'no-such-room'
  | 'room-too-small'
  | 'no-such-line'
  | 'outside-grant-period'
  | 'trainer-not-certified';

export const scheduleRefusals = {
  'no-sessions': m.training_refusal_no_sessions,
  'session-ends-first': m.training_refusal_session_ends_first,
  'session-too-long': m.training_refusal_session_too_long,
  'sessions-overlap': m.training_refusal_sessions_overlap,
  'no-place': m.training_refusal_no_place,
  'no-such-room': m.training_refusal_no_such_room,
  'room-too-small': m.training_refusal_room_too_small,
  'no-such-line': m.training_refusal_no_such_line,
  'outside-grant-period': m.training_refusal_outside_grant_period,
  'trainer-not-certified': m.training_refusal_trainer_not_certified
} satisfies Record<ScheduleRefusal, () => string>;

// Nobody learns longer than this on one day; a longer one is a slip in the date.
const sessionHoursMax = 16;

/** Why a workshop cannot be scheduled as written, or null. */
export function refusalToSchedule({
  sessions,
  venue,
  onlineLink
}: Pick<NewWorkshop, 'sessions' | 'venue' | 'onlineLink'>): ScheduleRefusal | null {
  if (sessions.length === 0) return 'no-sessions';
  if (sessions.some(({ startsAt, endsAt }) => endsAt <= startsAt)) return 'session-ends-first';
  if (sessions.some((session) => hoursOf(session) > sessionHoursMax)) return 'session-too-long';
  if (sessions.some((one, index) => sessions.slice(index + 1).some((other) => overlap(one, other))))
    return 'sessions-overlap';
  return venue || onlineLink ? null : 'no-place';
}

/** The days, each with the room it is in. */
export function inRooms(sessions: Session[], room: string | null): (Session & { room: string | null })[] {
  return sessions.map((session) => ({ ...session, room: session.room ?? room }));
}

export type Span = { startsAt: Date; endsAt: Date };

/** Whether two spans share time; one that starts as the other ends does not clash. */
export function overlap(one: Span, other: Span): boolean {
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}

/** How long a session is, in hours, to the hundredth. */
export function hoursOf({ startsAt, endsAt }: Span): number {
  return Math.round((endsAt.getTime() - startsAt.getTime()) / 36_000) / 100;
}
