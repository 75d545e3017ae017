/** Measures on the database: record a response, read scores and change. */
export {
  aboutMe,
  answersOf,
  changeOf,
  recordResponse,
  recordTotal,
  scoresOf,
  type KeptScore,
  type NewResponse
} from './response.server.ts';
