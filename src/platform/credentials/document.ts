/** One JSON object out of text that anybody may have written. */
import { problem } from './problem.ts';

export type Document = Record<string, unknown>;

// A badge is a page of text; what is much longer is not one, or means harm.
export const documentLengthMax = 1024 * 1024;
const depthMax = 30;

/** Parses one JSON object; throws a CredentialProblem when it is something else. */
export function parseDocument(json: string): Document {
  if (json.length > documentLengthMax) throw problem('malformed', 'It is far longer than a badge.');
  if (!json.trimStart().startsWith('{')) throw problem('not-a-badge', 'It is no JSON object.');
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    throw problem('malformed', 'It is no well-formed JSON.');
  }
  if (depthOf(document) > depthMax) throw problem('malformed', 'It is nested too deeply.');
  return document as Document;
}

// Level by level, because what is too deep for a badge may also be too deep for a function that calls itself.
function depthOf(document: unknown): number {
  let depth = 0;
  let level = [document];
  while (level.length > 0 && depth <= depthMax) {
    level = level.flatMap((value) => (value && typeof value === 'object' ? Object.values(value) : []));
    depth += 1;
  }
  return depth;
}
