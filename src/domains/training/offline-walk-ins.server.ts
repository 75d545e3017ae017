/** Somebody who came without a seat, from a device: written down as they were, and known at once where the device knew who it was. */
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { defineFieldKind, type Told } from '#platform/offline/index.server.ts';
import { m } from '#messages';
import { attendanceRefusals, attendedHours, markInWords, refusalToMark } from './attendance.ts';
import { sessionOf } from './attendance.server.ts';
import { now } from '#platform/clock/index.ts';
import { dayInWords, takeSheet } from './offline-attendance.server.ts';
import { sentWalkIn, type SentWalkIn } from './offline-walk-ins.ts';
import {
  holdWalkIn,
  linkWalkIn,
  markWalkIn,
  marksOfWalkIns,
  standingOfWalkIn,
  writeWalkIn
} from './walk-in.server.ts';

export function assembleOfflineWalkIns(): void {
  defineFieldKind({
    kind: 'walk-in',
    permission: 'attendance.mark',
    payload: sentWalkIn,
    title: m.training_walk_ins,
    inWords: walkInInWords,
    run: takeWalkIn
  });
}

type Command = { id: string; madeAt: Date; payload: SentWalkIn };

/** Takes the mark of one day. What keeps somebody from a place keeps nothing out: they stay written down until it is put right. */
async function takeWalkIn(tx: Tx, command: Command, person: Person): Promise<string | null> {
  const { walkIn: id, session: day, person: chosen, name, contact, presence, hours } = command.payload;
  const session = await sessionOf(tx, day);
  if (!session) return attendanceRefusals['no-such-session']();
  const mark = { person: id, presence, ...(hours !== undefined && { hours }) };
  const refusal = refusalToMark(session, [mark], [id], now());
  if (refusal) return attendanceRefusals[refusal]();
  await holdWalkIn(tx, id);
  const before = (await marksOfWalkIns(tx, [id])).find((one) => one.session === day);
  const writtenAt = command.madeAt;
  await writeWalkIn(tx, { id, workshop: session.workshop, name, contact, chosen, writtenAt }, person);
  const standing = await standingOfWalkIn(tx, id);
  if (standing?.workshop !== session.workshop) return attendanceRefusals['no-such-session']();
  if (standing.removedAs) return m.training_walk_in_refusal_removed({ name });
  const attended = { presence, hours: attendedHours(session, mark)! };
  await markWalkIn(
    tx,
    { id: command.id, walkIn: id, session: day, ...attended, madeAt: command.madeAt },
    person
  );
  if (standing.person) {
    const late = { ...mark, person: standing.person, before: before?.presence ?? null };
    return takeSheet(
      tx,
      { payload: { session: day, marks: [{ ...late, hoursBefore: before?.hours ?? null }] } },
      person
    );
  }
  if (chosen && presence !== 'absent') await linkWalkIn(tx, { walkIn: id, attendee: chosen }, person);
  return null;
}

async function walkInInWords(tx: Tx, sent: SentWalkIn): Promise<Told[]> {
  return [
    ...(await dayInWords(tx, sent.session)),
    { label: m.training_walk_in_label({ name: sent.name }), value: markInWords(sent) },
    ...(sent.contact ? [{ label: m.training_walk_in_reach(), value: sent.contact }] : [])
  ];
}
