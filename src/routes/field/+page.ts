// Work without a signal needs the browser's own memory, and so script.
export const csr = true;
