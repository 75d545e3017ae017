/** The door of the room places: where people live, where help is, and maps of both. */
export {
  placeIdsByCode,
  placesCsv,
  placesMap,
  placesVisibleTo,
  placeTree,
  populationMap,
  type PlacesMap,
  type ValuesByPlace
} from './place.server.ts';
export { districtsAbove, districtsOf, type District } from './district.server.ts';
export { boundaryImport } from './boundary-import.server.ts';
export { placeImport } from './import.server.ts';
