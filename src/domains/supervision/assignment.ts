/** Who supervises whom, and how many one supervisor can carry. */
import { m } from '#messages';
import type { SupervisionPolicy } from './policy.ts';

export const assignmentRefusals = {
  'same-person': m.supervision_refusal_same_person,
  'not-a-supervisor': m.supervision_refusal_not_a_supervisor,
  'already-theirs': m.supervision_refusal_already_theirs,
  'supervisor-full': m.supervision_refusal_supervisor_full,
  'not-certified': m.supervision_refusal_not_certified
} satisfies Record<string, () => string>;
export type AssignmentRefusal = keyof typeof assignmentRefusals;

export type AssignmentAttempt = {
  supervisor: string;
  supervisee: string;
  isSupervisor: boolean;
  /** Holds the certificate for it, where the organisation asks for one. */
  certified: boolean;
  /** Whom the supervisor supervises now. */
  supervisees: string[];
};

type Limits = Pick<SupervisionPolicy, 'superviseesWarn' | 'superviseesMax'>;

export function refusalToAssign(
  { supervisor, supervisee, isSupervisor, certified, supervisees }: AssignmentAttempt,
  { superviseesMax }: Limits
): AssignmentRefusal | null {
  if (supervisor === supervisee) return 'same-person';
  if (!isSupervisor) return 'not-a-supervisor';
  if (!certified) return 'not-certified';
  if (supervisees.includes(supervisee)) return 'already-theirs';
  return supervisees.length >= superviseesMax ? 'supervisor-full' : null;
}

/** Whether the supervisor carries more than is good, though not yet too many. */
export function carriesMany(supervisees: number, { superviseesWarn }: Limits): boolean {
  return supervisees > superviseesWarn;
}
