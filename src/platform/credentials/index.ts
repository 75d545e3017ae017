/** Credentials: what can be wrong with one, in codes and in words. */
export { problems, type Problem } from './problem.ts';
