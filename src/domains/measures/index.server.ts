/** Measures on the database: record a response, read scores and change. */
export {
  answersOf,
  changeOf,
  recordResponse,
  scoresOf,
  type KeptScore,
  type NewResponse
} from './response.server.ts';
