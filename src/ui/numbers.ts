/** The numbers behind a picture, as a table one tap away. */
export type Numbers = { columns: string[]; rows: (string | number | null)[][] };
