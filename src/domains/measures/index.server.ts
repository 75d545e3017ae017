/** Measures on the database: record a response, read scores and change. */
export { aboutMe, answersOf, changeOf, scoresOf, type KeptScore } from './kept-score.server.ts';
export {
  recordPastResponses,
  recordResponse,
  type NewResponse,
  type PastResponse
} from './response.server.ts';
