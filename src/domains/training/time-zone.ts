import { Temporal } from 'temporal-polyfill';

/**
 * A time zone as iCalendar defines it (RFC 5545, 3.6.5), for the time that a calendar spans: what the clocks showed before it,
 * and every change of theirs within it. Nothing is assumed of later years, whose rules nobody knows.
 */
export function zoneDefinition(zone: string, { from, to }: { from: Date; to: Date }): string {
  const end = Temporal.Instant.fromEpochMilliseconds(to.getTime());
  let at = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone);
  const first = at.offset;
  const changes: { before: string; after: string; local: string }[] = [];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || Temporal.Instant.compare(next.toInstant(), end) > 0) break;
    const before = next.subtract({ seconds: 1 }).offset;
    // A change begins at what the clocks showed until then.
    const local = next.toInstant().toZonedDateTimeISO(before).toPlainDateTime();
    changes.push({ before, after: next.offset, local: stamp(local) });
    at = next;
  }
  const least = Math.min(...[first, ...changes.map(({ after }) => after)].map(minutesOf));
  const part = (before: string, after: string, local: string) => {
    const name = minutesOf(after) > least ? 'DAYLIGHT' : 'STANDARD';
    return [
      `BEGIN:${name}`,
      `DTSTART:${local}`,
      `TZOFFSETFROM:${before.replace(':', '')}`,
      `TZOFFSETTO:${after.replace(':', '')}`,
      `END:${name}`
    ];
  };
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...part(first, first, '19700101T000000'),
    ...changes.flatMap(({ before, after, local }) => part(before, after, local)),
    'END:VTIMEZONE'
  ].join('\r\n');
}

function stamp(local: Temporal.PlainDateTime): string {
  return local.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
}

function minutesOf(offset: string): number {
  const [hours, minutes] = offset.split(':').map(Number) as [number, number];
  return hours * 60 + (offset.startsWith('-') ? -minutes : minutes);
}
