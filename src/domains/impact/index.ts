/** Impact's words and rules, without a database. */
export { indicatorKeys, indicatorOf, isIndicator, type Indicator, type IndicatorKey } from './indicator.ts';
export type { Figure } from './figure.ts';
export { meanInterval, shareInterval, type Interval } from './interval.ts';
export { candidatesMin, maskedOf, roundedToFive, smallCountMax, type Cell, type Sum } from './masking.ts';
export { addressOf, type Question } from './question.ts';
export type { Shown } from './release.ts';
