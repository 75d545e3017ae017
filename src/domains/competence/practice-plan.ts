/** A plan to practise after an assessment: what it is made of, and when a re-assessment answers it. */
import { addDays, type Day } from '#platform/clock/index.ts';
import { m } from '#messages';
import { disputedItems } from './assessment-resolution.ts';
import type { ItemLevel } from './level.ts';
import { itemsToPractise } from './profile.ts';

export const taskKinds = ['module', 'practice', 'reading', 're-assessment'] as const;
export type TaskKind = (typeof taskKinds)[number];
export const taskKindWords = {
  module: m.competence_task_module,
  practice: m.competence_task_practice,
  reading: m.competence_task_reading,
  're-assessment': m.competence_task_reassessment
} satisfies Record<TaskKind, () => string>;

export type PlanOutcome = 'reached' | 'not-reached' | 'ended';
export const planOutcomeWords = {
  reached: m.competence_plan_reached,
  'not-reached': m.competence_plan_not_reached,
  ended: m.competence_plan_ended
} satisfies Record<PlanOutcome, () => string>;

/** Whose work it is to help somebody practise. */
export const practiceHelperRoles = ['supervisor', 'assessor', 'trainer'];

/** Whether a task is done: it was ticked, or, where it asks for an assessment, one answered the plan. */
export function isTaskDone(
  { kind, done }: { kind: TaskKind; done: object | null },
  closing: { outcome: PlanOutcome } | null
): boolean {
  return done !== null || (kind === 're-assessment' && closing !== null && closing.outcome !== 'ended');
}

export type SuggestedTask = { key: string; kind: TaskKind; item: string | null; module: string | null };

/** For each item what the curriculum has for it and practice that somebody watches; for all of them a re-assessment. */
export function suggestedTasks(
  items: readonly string[],
  modulesFor: (item: string) => readonly string[]
): SuggestedTask[] {
  const task = (kind: TaskKind, item: string | null, module: string | null = null) => ({
    key: [kind, item, module].filter(Boolean).join(':'),
    kind,
    item,
    module
  });
  return [
    ...items.flatMap((item) => {
      const modules = modulesFor(item);
      return [
        ...(modules.length > 0
          ? modules.map((module) => task('module', item, module))
          : [task('reading', item)]),
        task('practice', item)
      ];
    }),
    task('re-assessment', null)
  ];
}

// Policy, no published figure: a month to practise, and the role-play a month after.
const practiceDays = 30;
const reassessmentDays = 60;

export function suggestedDays(today: Day): { practice: Day; reassessment: Day } {
  return { practice: addDays(today, practiceDays), reassessment: addDays(today, reassessmentDays) };
}

/** Whether an observation answers a plan, and how; null while it cannot be told or is about something else. */
export function outcomeOf(
  plan: { rubric: string; items: readonly string[]; observation: string; madeOn: Day },
  seen: {
    id: string;
    rubric: string;
    on: Day;
    /** One for each assessor asked; null while they are not in. */
    results: readonly (readonly ItemLevel[] | null)[];
    agreed: readonly ItemLevel[] | null;
    counts: readonly ItemLevel[] | null;
  },
  required: readonly string[]
): 'reached' | 'not-reached' | null {
  if (seen.rubric !== plan.rubric || seen.id === plan.observation || seen.on < plan.madeOn) return null;
  const done = seen.results.flatMap((levels) => (levels ? [[...levels]] : []));
  if (!seen.counts) return null;
  // What was agreed stands, also while a third who was asked is not in.
  if (!seen.agreed && (done.length < seen.results.length || disputedItems(done).length > 0)) return null;
  return itemsToPractise(seen.counts, required).some((item) => plan.items.includes(item))
    ? 'not-reached'
    : 'reached';
}

export type PlanRefusal =
  'oneself' | 'nothing-to-practise' | 'open-already' | 'closed' | 'not-yours' | 'done-already';
export const planRefusals = {
  oneself: m.competence_plan_refused_oneself,
  'nothing-to-practise': m.competence_plan_refused_nothing,
  'open-already': m.competence_plan_refused_open,
  closed: m.competence_plan_refused_closed,
  'not-yours': m.competence_plan_refused_not_yours,
  'done-already': m.competence_plan_refused_done
} satisfies Record<PlanRefusal, () => string>;
