/** Days, times, numbers and money in the reader's language. Only here does the program touch `Intl`. */
import { getLocale, getTextDirection } from '#languages';
import type { Day } from '#platform/clock/index.ts';

// Plain "en" writes the month first, which most of our readers of English would misread.
const regions: Record<string, string> = { en: 'en-GB' };
const tag = () => regions[getLocale()] ?? getLocale();

// Making a formatter costs many times what using it does, and a list asks for the same one in every row.
const made = new Map<string, Format>();

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept('dates', options, (language) => new Intl.DateTimeFormat(language, options));
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return kept('numbers', options, (language) => new Intl.NumberFormat(language, options));
}

type Format = Intl.DateTimeFormat | Intl.NumberFormat | Intl.ListFormat;

function kept<One extends Format>(kind: string, options: object, make: (language: string) => One): One {
  const language = tag();
  const key = `${kind} ${language} ${JSON.stringify(options)}`;
  const known = (made.get(key) as One | undefined) ?? make(language);
  // Time zones and currencies come from organisations, of which there are few.
  made.set(key, known);
  return known;
}

/** `21 November 2026`; with `style: 'short'` `21 Nov 2026`. A day has no time zone, so it never shifts. */
export function formatDay(day: Day, style: 'long' | 'short' = 'long'): string {
  const dateStyle = style === 'long' ? 'long' : 'medium';
  return dates({ dateStyle, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** With its weekday: `Saturday, 21 November 2026`. */
export function formatWeekday(day: Day): string {
  return dates({ dateStyle: 'full', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** A weekday's name, `Monday`; 1 is Monday, as in ISO 8601. */
export function formatWeekdayName(weekday: number): string {
  // 1 January 2024 was a Monday.
  return dates({ weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, weekday)));
}

/** The month alone, `November 2026`. */
export function formatMonth(day: Day): string {
  return dates({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** Day and time of an instant as the clocks of `zone` show it: `21 Nov 2026, 14:30`. */
export function formatTime(at: Date, zone: string): string {
  return dates({ dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(at);
}

/** From one day to another, saying once what both share: `6 – 7 December 2026`. */
export function formatDays(from: Day, to: Day): string {
  const days = new Intl.DateTimeFormat(tag(), { dateStyle: 'long', timeZone: 'UTC' });
  return days.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** From one instant to another by the clocks of `zone`; on one day: `Sun, 6 Dec 2026, 09:00–15:00`. */
export function formatSpan(from: Date, to: Date, zone: string): string {
  return new Intl.DateTimeFormat(tag(), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone
  }).formatRange(from, to);
}

/** What people call a time zone: `East Africa Time`. */
export function formatZone(zone: string): string {
  const parts = new Intl.DateTimeFormat(tag(), {
    timeZone: zone,
    timeZoneName: 'longGeneric'
  }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}

/** Several names as one phrase: `Amina, Daudi and Tatu`. */
export function formatList(names: string[]): string {
  return kept('lists', {}, (language) => new Intl.ListFormat(language)).format(names);
}

/** A count or a measurement; at most `digits` after the point. */
export function formatNumber(n: number | bigint, digits = 1): string {
  // What rounds to nothing has no minus.
  return numbers({ maximumFractionDigits: digits, signDisplay: 'negative' }).format(n);
}

/** A share between 0 and 1 as per cent. */
export function formatShare(share: number): string {
  return numbers({ style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** The size of a file as telephones say it: `2.4 MB`. */
export function formatBytes(bytes: number): string {
  const [amount, unit] =
    bytes < 1_000_000 ? [Math.ceil(bytes / 1000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return numbers({ style: 'unit', unit, maximumFractionDigits: 1 }).format(amount);
}

/** Money exactly as the database holds it: `amount` is a `numeric`'s text, in major units. */
export function formatMoney(amount: string, currency: string): string {
  const parts = numbers({ style: 'currency', currency }).formatToParts(amount as Intl.StringNumericLiteral);
  return parts.map(({ type, value }) => (type === 'currency' ? standing(value) : value)).join('');
}

// Where one reads from the right, the sign of `US$` would jump to the other side of its letters, were it not held by a mark.
function standing(currency: string): string {
  return getTextDirection() === 'rtl' ? `${currency}\u200e` : currency;
}

/** The same without its currency, for a column that names it beside. */
export function formatAmount(amount: string): string {
  return numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    amount as Intl.StringNumericLiteral
  );
}
