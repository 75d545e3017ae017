/** A self-check after every session (ImpACT+): did I do what this kind of session is made of? Answers help me learn; they grade nobody. */
const listening = [
  'welcomed',
  'confidentiality',
  'listened',
  'no-judging',
  'safety-asked',
  'next-agreed'
] as const;
const problemSolving = [...listening, 'one-problem', 'own-solutions', 'small-step'] as const;

/** Programme templates. The structure of the second follows problem-solving talks such as Friendship Bench: 30 to 45 minutes, six weekly. */
export const templates = { listening, 'problem-solving': problemSolving } as const;
export type Template = keyof typeof templates;
export type FidelityItem = (typeof problemSolving)[number];

/** Policy, after Thinking Healthy: at least seven in ten. */
export const fidelityPassPercent = 70;

/** The share of a template's answered items that were done, in whole percent; null when nothing was answered. */
export function fidelityPercent(checks: { done: boolean }[]): number | null {
  if (checks.length === 0) return null;
  return Math.round((100 * checks.filter(({ done }) => done).length) / checks.length);
}
