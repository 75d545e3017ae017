/** So that the picture changes by itself and nobody loses their place; without script the whole page is opened anew. */
export const csr = true;
