/** Funding's rules and words, without a database: pages, other rooms and tests share them. */
export { amendmentRefusals, type AmendmentRefusal, type NewAmendment } from './amendment.ts';
export {
  grantRefusals,
  left,
  runwayLookBackDays,
  usedUpOn,
  type GrantRefusal,
  type NewGrant,
  type NewLine
} from './grant.ts';
export {
  costRefusals,
  decisionRefusals,
  reversalRefusals,
  type Activity,
  type CostRefusal,
  type DecisionRefusal,
  type EntryState,
  type NewCost,
  type ReversalRefusal
} from './ledger.ts';
export { amountText, minorUnits } from './money.ts';
export { type PaymentPolicy } from './policy.ts';
export { receiptRefusals, type NewReceipt, type ReceiptRefusal } from './received.ts';
export {
  grantAmendmentRefusals,
  lineAdditionRefusals,
  type GrantAmendmentRefusal,
  type LineAddition,
  type LineAdditionRefusal,
  type NewGrantAmendment
} from './grant-amendment.ts';
export { incomeRefusals, type IncomeRefusal } from './income.ts';
