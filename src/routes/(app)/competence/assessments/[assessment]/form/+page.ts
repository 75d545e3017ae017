// The levels and their reasons are shown while ticking; without script they come after sending.
export const csr = true;
