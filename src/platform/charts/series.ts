/** What charts are given. */

/** A value at a place on the axis, with the bounds of its uncertainty where they are known. `null` is a gap. */
export type Point = { at: string; value: number | null; low?: number; high?: number };
export type Line = { name: string; points: Point[] };
export type Bar = { label: string; value: number; low?: number; high?: number };
export type Scale = { unit?: string; max?: number };
