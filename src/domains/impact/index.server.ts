/** Impact on the database: the figures that answer a question, what stands behind them, and what leaves the house. */
export { impactCsv, impactWorkbook } from './export.server.ts';
export { impactPaper } from './paper.server.ts';
export { districtMap, monthChart } from './pictures.server.ts';
export { reportFor, type Report } from './report.server.ts';
export { chainBehind, rowsBehind } from './rows.server.ts';
export {
  detailWords,
  districtWords,
  missingWords,
  periodWords,
  questionWords,
  scopeWords,
  shownWords,
  sinceWords,
  valueWords
} from './words.ts';
