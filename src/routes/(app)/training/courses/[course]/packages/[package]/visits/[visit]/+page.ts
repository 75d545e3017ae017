// A package is script, and speaks to ours.
export const csr = true;
