/** Impact's words and rules, without a database. */
export { indicatorKeys, indicatorOf, isIndicator, type IndicatorKey } from './indicator.ts';
export { addressOf } from './question.ts';
