/** How many days the form has room for: a two-week course. */
export const dayRows = 10;
