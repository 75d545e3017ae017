/** Measures on the database: record a response, read scores and change. */
export {
  aboutMe,
  answersOf,
  changeOf,
  recordPastResponses,
  recordResponse,
  scoresOf,
  type KeptScore,
  type NewResponse,
  type PastResponse
} from './response.server.ts';
