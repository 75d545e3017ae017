/** Funding's door for other rooms' servers and for pages: see each function for its refusals. */
export { amendLine, amendmentsOf } from './amendment.server.ts';
export { approve, decisionsOn, decline, entriesToApprove } from './approval.server.ts';
export { costOf, postedCosts, type ActivityCost } from './cost.server.ts';
export {
  donorMembersOf,
  donorPeople,
  donorsVisibleTo,
  endDonorMember,
  nameDonorMember
} from './donor.server.ts';
export { grantsVisibleTo, linesVisibleTo, recordGrant, spentLately } from './grant.server.ts';
export { entriesVisibleTo, postingsOf } from './ledger.server.ts';
export { paymentPolicies, paymentPolicyOn, setPaymentPolicy } from './policy.server.ts';
export { receiveTranche, tranchesOf } from './received.server.ts';
export { postCost, reverseEntry } from './spending.server.ts';
export { todayFor } from './today.server.ts';
export { addLine, amendGrant, grantAmendmentsOf, lineAdditionsOf } from './grant-amendment.server.ts';
export { receiveIncome } from './income.server.ts';
