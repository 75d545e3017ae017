/** One cell as its file gave it. A workbook knows its numbers and days; a text file knows only text. */
export type Cell = {
  text: string;
  /** Set when the file itself says so, whatever the language's habits. */
  number?: number;
  /** The cell was a formula: `text` is the result the spreadsheet program last saved. We never compute one. */
  formula?: true;
};

/** How the people who typed the file write: decides only what is ambiguous. */
export type Habits = {
  language: Language;
  /** 01/03/2026 is the first of March. */
  dayFirst: boolean;
  /** Years of two digits are read as at most ten years after this day. */
  today: string;
};

export type Language = 'en' | 'fr' | 'es' | 'sw' | 'ar';

/** What reading a cell gives: a value, or why not. */
export type Reading<Value> = { value: Value } | { refusal: () => string };

export const emptyCell: Cell = { text: '' };
