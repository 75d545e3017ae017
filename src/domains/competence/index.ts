/** Competence: quality of support is assessed by what was seen, not assumed. */
export { agreementComplaints, fleissKappa, icc, weightedKappa, type AgreementRefusal, type Icc, type Table } from './agreement.ts';
export { deriveLevel, deriveLevels, type ItemLevel, type Level } from './level.ts';
