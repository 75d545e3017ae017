/** Which piece of something is asked for: players of sound and film ask for pieces, and some play nothing without (RFC 9110, 14). */

/** From the first to the last byte, both included. */
export type Piece = { from: number; to: number };

/**
 * What the header asks for of so many bytes. A header that is not understood is passed over, as if it were not there; so is one
 * that asks for several pieces, which nobody has to be given as such.
 */
export function pieceAsked(range: string | null, size: number): Piece | 'whole' | 'none-there' {
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '') || size === 0)
    return 'whole';
  if (first === '')
    return Number(last) === 0 ? 'none-there' : { from: Math.max(0, size - Number(last)), to: size - 1 };
  const [from, to] = [Number(first), last === '' ? Infinity : Number(last)];
  if (to < from) return 'whole';
  return from < size ? { from, to: Math.min(to, size - 1) } : 'none-there';
}

/** The header of an answer with a piece, or with `none-there`. */
export const contentRange = (piece: Piece | 'none-there', size: number) =>
  piece === 'none-there' ? `bytes */${size}` : `bytes ${piece.from}-${piece.to}/${size}`;

/** Whether the asker's piece is still one of this: what it named as having the others of is what is there now. */
export const stillTheSame = (ifRange: string | null, tag: string | null) =>
  ifRange === null || ifRange === tag;
