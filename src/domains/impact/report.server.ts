/** The figures that answer one question, for one reader. */
import { sql } from 'kysely';
import { grantsVisibleTo, postedCosts } from '#domains/funding/index.server.ts';
import { placesVisibleTo } from '#domains/places/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { gatherEvidence, type Evidence } from './evidence.server.ts';
import { forOutside, type Figure } from './figure.ts';
import { indicatorKeys, indicatorOf, type IndicatorKey } from './indicator.ts';
import { meanInterval, shareInterval } from '#platform/statistics/index.ts';
import { roundedToFive, smallCountMax } from './masking.ts';
import { daysOf, longer, monthsBetween, type Period } from './period.ts';
import { questionFrom, type Choices, type Question } from './question.ts';
import type { Shown } from './release.ts';

export type Report = {
  question: Question;
  choices: Choices;
  /** Names of grants, by their scope. */
  grants: Map<string, string>;
  districtNames: Map<string, string>;
  figures: Figure[];
  /** Counts are rounded to five: they leave the organisation, or are read from outside. */
  outside: boolean;
  byDistrict: (key: IndicatorKey) => Map<string, Shown>;
  byMonth: (key: IndicatorKey) => { month: Period; value: Shown }[];
};

/** Somebody who gives the money and does not work here. */
export const readsFromOutside = (person: Person): boolean =>
  person.roles.every((role) => role === 'donor' || role === 'seeker');

/**
 * Answers the question in an address. A donor can ask about their own grants only; null when there is none to ask about.
 * `outside` rounds as for an export.
 */
export async function reportFor(
  tx: Tx,
  query: URLSearchParams,
  person: Person,
  { outside = false } = {}
): Promise<Report | null> {
  const fromOutside = readsFromOutside(person);
  const evidence = await gatherEvidence(tx, person);
  const grants = new Map(
    (await grantsVisibleTo(tx, person).orderBy('starts_on', 'desc').execute()).map(({ id, title }) => [
      `grant:${id}`,
      title
    ])
  );
  const scopes = fromOutside ? [...grants.keys()] : ['all', ...grants.keys(), ...evidence.programmes];
  if (scopes.length === 0) return null;
  const places = await placesVisibleTo(tx, person).execute();
  const districtNames = new Map(
    places.filter(({ id }) => evidence.districts.includes(id)).map(({ id, name }) => [id, name])
  );
  const choices = { periods: evidence.periods, scopes, districts: [...districtNames.keys()] };
  const question = questionFrom(query, choices);
  const rounds = outside || fromOutside;
  const figures = await figuresOf(tx, evidence, question, rounds);
  const rounded = (shown: Shown) => (rounds && typeof shown === 'number' ? roundedToFive(shown) : shown);
  return {
    question,
    choices,
    grants,
    districtNames,
    figures,
    outside: rounds,
    byDistrict: (key) => mapValues(districtsOf(evidence, key, question), rounded),
    byMonth: (key) =>
      monthsOf(evidence, question.period).map((month) => ({
        month,
        value: rounded(valueOf(evidence, key, { ...question, period: month, district: 'all' }))
      }))
  };
}

const mapValues = (map: Map<string, Shown>, change: (shown: Shown) => Shown) =>
  new Map([...map].map(([key, shown]) => [key, change(shown)]));

/** The plain count, or the hours, of a figure. */
export function valueOf(evidence: Evidence, key: IndicatorKey, question: Question): Shown {
  const { measure, unit } = indicatorOf(key);
  const at = { measure, ...question };
  if (unit !== 'hours') return evidence.units(at);
  const minutes = evidence.amount(at);
  return minutes === 'masked' ? minutes : Number(minutes) / 60;
}

function districtsOf(evidence: Evidence, key: IndicatorKey, question: Question): Map<string, Shown> {
  return new Map(
    evidence.districts.map((district) => [district, valueOf(evidence, key, { ...question, district })])
  );
}

function monthsOf({ months }: Evidence, period: Period): Period[] {
  const inside = months.filter((month) => within(month, period));
  return inside.length > 0 ? monthsBetween(inside[0]!, inside.at(-1)!) : [];
}

function within(month: Period, period: Period): boolean {
  for (let at: Period | null = month; at !== null; at = longer(at)) if (at === period) return true;
  return false;
}

async function figuresOf(
  tx: Tx,
  evidence: Evidence,
  question: Question,
  outside: boolean
): Promise<Figure[]> {
  const asked = indicatorKeys.filter((key) => {
    const { districts, unit } = indicatorOf(key);
    // Money is not spent by programme; what is not counted by district has no figure there.
    return (
      (question.district === 'all' || districts) &&
      !(unit === 'money' && question.scope.startsWith('programme:'))
    );
  });
  const figures: Figure[] = [];
  for (const key of asked) {
    const figure =
      key === 'cost' ? await costFigure(tx, evidence, question, outside) : figureOf(key, evidence, question);
    figures.push(outside ? forOutside(figure, indicatorOf(key).unit) : figure);
  }
  return figures;
}

function figureOf(key: Exclude<IndicatorKey, 'cost'>, evidence: Evidence, question: Question): Figure {
  if (key === 'phq-9' || key === 'gad-7') return changeFigure(key, evidence, question);
  if (key === 'supervision') return supervisionFigure(evidence, question);
  if (key === 'concerns') return concernFigure(evidence, question);
  const value = valueOf(evidence, key, question);
  if (key === 'supporters') {
    return {
      key,
      value,
      missing: [{ what: 'uncertified', count: evidence.units({ measure: 'uncertified', ...question }) }]
    };
  }
  const unplaced =
    indicatorOf(key).districts &&
    question.district === 'all' &&
    (question.period === 'all' || question.period.length === 4);
  const missing = unplaced
    ? [
        {
          what: 'unplaced' as const,
          count: evidence.units({ measure: indicatorOf(key).measure, ...question, district: 'unknown' })
        }
      ]
    : [];
  return { key, value, missing };
}

/** The mean of last less first score; lower is better. It is shown of more than ten people, though their number may be masked. */
function changeFigure(key: 'phq-9' | 'gad-7', evidence: Evidence, question: Question): Figure {
  const at = (part: string) => ({ measure: `${key}:${part}`, ...question });
  const change = evidence.changes({ instrument: key, ...question });
  const missing = [{ what: 'unscored' as const, count: evidence.units(at('missing')) }];
  const of = evidence.units(at('measured'));
  if (!change) return { key, value: of === 'masked' ? 'masked' : null, of, missing };
  if (change.measured <= smallCountMax) return { key, value: 'masked', of: 'masked', missing };
  const { improved, measured } = change;
  // Who improved is never told as a count; the share is told unless those who did, or did not, are few.
  const few = [improved, measured - improved].some((count) => count > 0 && count <= smallCountMax);
  return {
    key,
    value: change.mean,
    interval: meanInterval(change.mean, change.deviation ?? 0, measured),
    of,
    improved: few
      ? { share: 'masked', interval: null }
      : { share: improved / measured, interval: shareInterval(improved, measured) },
    missing
  };
}

function supervisionFigure(evidence: Evidence, question: Question): Figure {
  const at = (measure: string) => ({ measure, ...question });
  const of = evidence.units(at('owing'));
  const missing = [{ what: 'unpaid' as const, count: evidence.units(at('unpaid')) }];
  if (of === 'masked' || of === 0)
    return { key: 'supervision', value: of === 0 ? null : 'masked', of, missing };
  const kept = Number(evidence.counted(at('paid')).amount) + Number(evidence.counted(at('unpaid')).amount);
  return { key: 'supervision', value: kept / Number(evidence.counted(at('owing')).amount), of, missing };
}

function concernFigure(evidence: Evidence, question: Question): Figure {
  const at = (measure: string) => ({ measure, ...question });
  const [of, answered] = [evidence.units(at('decided')), evidence.units(at('answered'))];
  const missing = [{ what: 'waiting' as const, count: evidence.units(at('waiting')) }];
  if (of === 0) return { key: 'concerns', value: null, of, missing };
  if (of === 'masked' || answered === 'masked') return { key: 'concerns', value: 'masked', of, missing };
  return { key: 'concerns', value: answered / of, interval: shareInterval(answered, of), of, missing };
}

// Read under the reader's own right to see the grant's money, so nobody learns a cost here that funding would not show them.
async function costFigure(tx: Tx, evidence: Evidence, question: Question, outside: boolean): Promise<Figure> {
  const days = daysOf(question.period);
  const costs = await postedCosts(tx)
    .$if(question.scope.startsWith('grant:'), (query) =>
      query.where('posting.grant_id', '=', question.scope.slice('grant:'.length))
    )
    .$if(days !== null, (query) =>
      query.where('entry.happened_on', '>=', days!.from).where('entry.happened_on', '<=', days!.to)
    )
    .groupBy('entry.currency')
    .select((eb) => ['entry.currency', eb.fn.sum<string>('posting.amount').as('total')])
    .select(sql<number>`count(distinct posting.activity_id)::int`.as('activities'))
    .execute();
  const [spent, another] = costs;
  if (!spent) return { key: 'cost', value: null, missing: [{ what: 'uncosted' }] };
  if (another) return { key: 'cost', value: null, missing: [{ what: 'currencies' }] };
  const people = evidence.units({ measure: 'people', ...question });
  const made = { total: Number(spent.total) };
  if (people === 'masked')
    return { key: 'cost', value: 'masked', currency: spent.currency, of: people, made, missing: [] };
  // Divided by the rounded count where that is what is shown: the exact one could be reckoned back.
  const of = outside ? roundedToFive(people) : people;
  return {
    key: 'cost',
    value: of === 0 ? null : made.total / of,
    currency: spent.currency,
    of,
    made,
    missing: []
  };
}
