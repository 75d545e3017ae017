/** How many modules the form has room for; nobody teaches more in one workshop. */
export const moduleRows = 10;
