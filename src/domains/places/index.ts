/** The pure door of the room places. */
export type { Place, PlaceInTree, PlaceKind } from './place.ts';
