// The levels are shown while ticking; without script they come with the reference.
export const csr = true;
