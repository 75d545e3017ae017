// jstat ships no types; this is the little we use of it.
declare module 'jstat' {
  const jstat: {
    centralF: {
      /** The quantile of Fisher's F at probability `p` with these degrees of freedom. */
      inv(p: number, numerator: number, denominator: number): number;
    };
    studentt: {
      /** The quantile of Student's t at probability `p` with these degrees of freedom. */
      inv(p: number, freedom: number): number;
    };
  };
  export default jstat;
}
