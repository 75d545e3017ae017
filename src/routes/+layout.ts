// Pages are plain HTML: they work at once, without script, on any phone. A page that script betters says so itself.
export const csr = false;
