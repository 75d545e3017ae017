/** What is asked of the figures: which time, on which grant or programme, in which district. It is an address, so it can be linked to. */
import { hasDistricts, isPeriod, type Period } from './period.ts';

export type Question = {
  period: Period;
  /** `all`, `grant:` and its id, or `programme:` and its key. */
  scope: string;
  /** `all`, `unknown`, or a district's id. */
  district: string;
};

export type Choices = { periods: Period[]; scopes: string[]; districts: string[] };

/** Reads the question; what is not among the choices is not asked. A district in a quarter is asked for its year. */
export function questionFrom(query: URLSearchParams, { periods, scopes, districts }: Choices): Question {
  const asked = query.get('period') ?? '';
  const scope = query.get('scope') ?? '';
  const district = query.get('district') ?? '';
  const inDistrict = districts.includes(district) ? district : 'all';
  const period = isPeriod(asked) && periods.includes(asked) ? asked : 'all';
  return {
    period: inDistrict !== 'all' && !hasDistricts(period) ? period.slice(0, 4) : period,
    scope: scopes.includes(scope) ? scope : scopes[0]!,
    district: inDistrict
  };
}

/** The question as an address, what is asked by default left out. */
export function addressOf({ period, scope, district }: Question, more: Record<string, string> = {}): string {
  const query = new URLSearchParams();
  if (period !== 'all') query.set('period', period);
  if (scope !== 'all') query.set('scope', scope);
  if (district !== 'all') query.set('district', district);
  for (const [name, value] of Object.entries(more)) query.set(name, value);
  return query.size > 0 ? `?${query}` : '';
}
