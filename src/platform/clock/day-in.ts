/** The calendar day of an instant. Apart from the clock, whose arithmetic is too much for a telephone that only asks the day. */

/** A calendar day as ISO 8601 text, `2026-11-21`. It has no time zone; see `dayIn`. */
export type Day = string;

export function dayIn(timeZone: string, at: Date): Day {
  const known = calendars.get(timeZone) ?? calendarOf(timeZone);
  calendars.set(timeZone, known);
  return known.format(at);
}

// Lists ask for the day of every row. Zones come from organisations, of which there are few.
const calendars = new Map<string, Intl.DateTimeFormat>();

// Canadian English writes a day as ISO 8601 does.
function calendarOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit'
  });
}
