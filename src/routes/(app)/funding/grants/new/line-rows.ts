/** How many budget lines the form has room for; a grant rarely has more, and blank rows cost nothing. */
export const lineRows = 8;
