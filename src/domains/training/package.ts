/** A SCORM package in a course: what is in it, and what a learner's work in it comes to. */
import * as v from 'valibot';
import { m } from '#messages';

export type PackageEdition = '1.2' | '2004';

/**
 * Something in a package that can be opened. `masteryScore` is what passes: of a hundred in 1.2, of one in 2004; null where
 * the package judges for itself.
 */
export type PackageItem = {
  identifier: string;
  title: string;
  href: string;
  masteryScore: number | null;
  dataFromLms: string;
  /** The chapters it stands in, the outermost first; left out where it stands in none. */
  within?: string[];
};
/** What a SCORM 2004 package says of an activity and of the order within it, as the runtime library takes it. */
export type Activity = { id: string; title: string; children?: Activity[]; [rule: string]: unknown };
/** `sequencing` is null where learners open what they like. */
export type Manifest = {
  edition: PackageEdition;
  title: string;
  items: PackageItem[];
  sequencing: Activity | null;
};

export type ManifestRefusal = 'manifest-not-read' | 'not-scorm' | 'nothing-to-open';
export type PackageRefusal =
  | ManifestRefusal
  | 'no-manifest'
  | 'broken-archive'
  | 'archive-too-large'
  | 'unsafe-path'
  | 'part-missing'
  | 'program-inside';

export const packageRefusals = {
  'broken-archive': m.training_package_refusal_broken_archive,
  'archive-too-large': m.training_package_refusal_too_large,
  'unsafe-path': m.training_package_refusal_unsafe_path,
  'no-manifest': m.training_package_refusal_no_manifest,
  'manifest-not-read': m.training_package_refusal_manifest_not_read,
  'not-scorm': m.training_package_refusal_not_scorm,
  'nothing-to-open': m.training_package_refusal_nothing_to_open,
  'part-missing': m.training_package_refusal_part_missing,
  'program-inside': m.training_package_refusal_program_inside
} satisfies Record<PackageRefusal, () => string>;

/** The path of a start page, without what follows it; null where it leads out of the package. */
export function pathOfHref(href: string): string | null {
  const inside = new URL('http://package.invalid/');
  const address = URL.parse(href, inside);
  if (!address || address.origin !== inside.origin || /^[a-z][a-z0-9+.-]*:/i.test(href)) return null;
  try {
    return decodeURIComponent(address.pathname.slice(1));
  } catch {
    return null;
  }
}

/** What a package's script says of a learner, in the standard's words. It may say anything, so little of it is believed. */
export const reported = v.object({
  cmi: v.record(v.string(), v.unknown()),
  sequence: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER))
});
export type Reported = v.InferOutput<typeof reported>;

export type Completion = 'unknown' | 'incomplete' | 'completed';
export type Success = 'unknown' | 'passed' | 'failed';
/** `scaled` is from −1 to 1, `seconds` those of this visit; `suspended`: the script asks to go on there next time. */
export type Outcome = {
  completion: Completion;
  success: Success;
  scaled: number | null;
  seconds: number;
  suspended: boolean;
};

type Node = Record<string, unknown>;
const node = (value: unknown): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : '';

export function outcomeIn(edition: PackageEdition, cmi: Node): Outcome {
  return edition === '1.2' ? outcomeOf12(node(cmi.core)) : outcomeOf2004(cmi);
}

/**
 * What an outcome comes to where the item says which score passes: as both standards have it, the score decides then, whatever
 * the script calls it (SCORM 1.2 run-time 3.4.4, SCORM 2004 run-time 4.2.22). Gone through without a score is not passed yet.
 */
export function judged(
  outcome: Outcome,
  edition: PackageEdition,
  { masteryScore }: Pick<PackageItem, 'masteryScore'>
): Outcome {
  const { completion, success, scaled } = outcome;
  if (masteryScore === null || (completion !== 'completed' && success === 'unknown')) return outcome;
  if (scaled === null) return success === 'unknown' ? { ...outcome, completion: 'incomplete' } : outcome;
  const passes = scaled >= (edition === '1.2' ? masteryScore / 100 : masteryScore);
  return { ...outcome, success: passes ? 'passed' : 'failed' };
}

type Reached = Pick<Outcome, 'completion' | 'success' | 'scaled'>;

/** Whether what a script says now leaves what its attempt has reached as it is: nothing reached is taken away again. */
export function staysReached(before: Reached, said: Reached): boolean {
  const [stood, stands] = [standingOfItem([before]), standingOfItem([said])];
  if (!isDone(stood)) return false;
  // It was only gone through, and is judged at last.
  if (stood === 'completed' && (stands === 'passed' || stands === 'failed')) return false;
  return stands !== stood || (said.scaled ?? -1) <= (before.scaled ?? -1);
}

// One word for both: a passed or failed lesson has been gone through.
function outcomeOf12(core: Node): Outcome {
  const status = word(core.lesson_status);
  const completion = ['passed', 'failed', 'completed'].includes(status)
    ? 'completed'
    : ['incomplete', 'browsed'].includes(status)
      ? 'incomplete'
      : 'unknown';
  return {
    completion,
    success: status === 'passed' || status === 'failed' ? status : 'unknown',
    scaled: shareOf({ max: '100', ...node(core.score) }),
    seconds: secondsOf12(word(core.session_time)),
    suspended: word(core.exit) === 'suspend'
  };
}

function outcomeOf2004(cmi: Node): Outcome {
  const [completion, success] = [word(cmi.completion_status), word(cmi.success_status)];
  const { scaled, ...score } = node(cmi.score);
  return {
    completion: completion === 'completed' || completion === 'incomplete' ? completion : 'unknown',
    success: success === 'passed' || success === 'failed' ? success : 'unknown',
    scaled: amount(scaled) === null ? shareOf(score) : within(amount(scaled)!),
    seconds: secondsOf2004(word(cmi.session_time)),
    suspended: word(cmi.exit) === 'suspend'
  };
}

function shareOf(score: Node): number | null {
  const [raw, max, min] = [amount(score.raw), amount(score.max), amount(score.min) ?? 0];
  return raw === null || max === null || max <= min ? null : within((raw - min) / (max - min));
}

function amount(value: unknown): number | null {
  const text = word(value).trim();
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : null;
}

const within = (share: number) => Math.round(Math.min(1, Math.max(-1, share)) * 10_000) / 10_000;

// Nobody sits before one lesson for longer; more is a script's mistake.
const visitSecondsMax = 24 * 3600;

/** `HHHH:MM:SS.SS`. */
function secondsOf12(text: string): number {
  const [, hours, minutes, seconds] = /^(\d{2,4}):(\d{2}):(\d{2}(?:\.\d{1,2})?)$/.exec(text) ?? [];
  return bounded(Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0));
}

/** `P1DT2H30M10.5S`; nobody counts a session in months. */
function secondsOf2004(text: string): number {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text) ?? [];
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((index) => Number(parts[index] ?? 0));
  return bounded(days! * 86_400 + hours! * 3600 + minutes! * 60 + seconds!);
}

const bounded = (seconds: number) => Math.min(visitSecondsMax, Math.round(seconds));

/** Seconds as each edition writes them for a script. */
function timeFor(edition: PackageEdition, seconds: number): string {
  if (edition === '2004') return `PT${seconds}S`;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

export type PackageStanding = 'not-begun' | 'under-way' | 'completed' | 'passed' | 'failed';
export const packageStandingNames = {
  'not-begun': m.training_package_not_begun,
  'under-way': m.training_package_under_way,
  completed: m.training_package_completed,
  passed: m.training_quiz_passed,
  failed: m.training_quiz_not_passed
} satisfies Record<PackageStanding, () => string>;

/** What one item's attempts come to: the best of them counts, as it does for whoever tries again. */
export function standingOfItem(attempts: Pick<Outcome, 'completion' | 'success'>[]): PackageStanding {
  if (attempts.some(({ success }) => success === 'passed')) return 'passed';
  const judged = attempts.filter(({ success }) => success === 'failed');
  if (attempts.some(({ completion, success }) => completion === 'completed' && success === 'unknown'))
    return 'completed';
  if (judged.length > 0) return 'failed';
  return attempts.length > 0 ? 'under-way' : 'not-begun';
}

/** A package is done when every item of it is; it is passed when one of them judged, and none was left failed. */
export function standingOfPackage(items: PackageStanding[]): PackageStanding {
  if (items.every((standing) => standing === 'passed' || standing === 'completed'))
    return items.includes('passed') ? 'passed' : 'completed';
  if (items.includes('failed') && !items.some((one) => one === 'not-begun' || one === 'under-way'))
    return 'failed';
  return items.every((standing) => standing === 'not-begun') ? 'not-begun' : 'under-way';
}

/** What a package comes to by its own rules. It is failed only once it is gone through: until then a part may be tried again. */
export function standingOfWhole(whole: Pick<Outcome, 'completion' | 'success'>): PackageStanding {
  const standing = standingOfItem([whole]);
  return standing === 'failed' && whole.completion !== 'completed' ? 'under-way' : standing;
}

/** From 0 to 1 over the items that gave a score, once each was gone through; null before, and where none gave any. */
export function shareOfPackage(items: { standing: PackageStanding; scaled: number | null }[]): number | null {
  if (items.some(({ standing }) => standing === 'not-begun' || standing === 'under-way')) return null;
  const scores = items.flatMap(({ scaled }) => (scaled === null ? [] : [Math.max(0, scaled)]));
  return scores.length > 0 ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null;
}

/** A package's table of contents: what can be opened, under the chapters it stands in. */
export function contentsOf<Item extends Pick<PackageItem, 'within'>>(
  items: Item[]
): { within: string[]; items: Item[] }[] {
  const chapters: { within: string[]; items: Item[] }[] = [];
  for (const item of items) {
    const { within = [] } = item;
    const last = chapters.at(-1);
    if (last && last.within.join('\n') === within.join('\n')) last.items.push(item);
    else chapters.push({ within, items: [item] });
  }
  return chapters;
}

export const isDone = (standing: PackageStanding) => standing === 'passed' || standing === 'completed';

/** Whether an attempt was gone through, and its script did not ask to come back to it: whoever opens it again tries anew. */
export function isOver(edition: PackageEdition, cmi: Node | null): boolean {
  if (!cmi) return false;
  const { completion, suspended } = outcomeIn(edition, cmi);
  return completion === 'completed' && !suspended;
}

/** Where somebody wishes to go in a package that keeps an order: on from where they are, back, or to one of its items. */
const packageSteps = [
  'go-on',
  'continue',
  'previous',
  'choice',
  'leave',
  'exit',
  'exitAll',
  'suspendAll',
  'abandon',
  'abandonAll'
] as const;
export type PackageStep = { to: (typeof packageSteps)[number]; item?: string | undefined };

/** What a package's script asked for as it ended: `continue`, or `{target=two}choice`. Nothing where it asked for nothing we know. */
export function stepAskedFor(text: string): PackageStep | null {
  const [, item, verb] = /^(?:\{target=([^}]+)\})?(\w+)$/.exec(text) ?? [];
  const to = packageSteps.find((one) => one === (verb === 'jump' ? 'choice' : verb));
  return to ? { to, item } : null;
}

export type VisitRefusal = 'no-such-item' | 'not-enrolled' | 'not-yet';
export const visitRefusals = {
  'no-such-item': m.training_package_no_such_item,
  'not-enrolled': m.training_package_not_enrolled,
  'not-yet': m.training_package_not_yet
} satisfies Record<VisitRefusal, () => string>;
export type ReportRefusal = 'opened-elsewhere' | 'closed' | 'too-much';
export const reportRefusals = {
  'opened-elsewhere': m.training_package_opened_elsewhere,
  closed: m.training_package_visit_closed,
  'too-much': m.training_package_says_too_much
} satisfies Record<ReportRefusal, () => string>;

/** What a package's script is told as it begins: what was kept, who learns, and how it may judge. */
export function startOf(
  edition: PackageEdition,
  {
    kept,
    item,
    learner,
    seconds,
    objectives
  }: {
    kept: Node | null;
    item: Pick<PackageItem, 'masteryScore' | 'dataFromLms'>;
    learner: Learner;
    seconds: number;
    /** What its package has it begin with, where it keeps an order; a script that was here before has its own. */
    objectives?: Node | undefined;
  }
): Node {
  const entry = kept ? 'resume' : 'ab-initio';
  const before = kept ?? {};
  const launch_data = item.dataFromLms;
  const total_time = timeFor(edition, seconds);
  const judge = item.masteryScore === null ? '' : String(item.masteryScore);
  if (edition === '1.2') {
    return {
      ...before,
      launch_data,
      core: {
        lesson_status: 'not attempted',
        ...without(node(before.core), 'session_time', 'exit'),
        student_id: learner.id,
        student_name: learner.name,
        credit: 'credit',
        lesson_mode: 'normal',
        entry,
        total_time
      },
      student_data: { ...node(before.student_data), mastery_score: judge }
    };
  }
  return {
    ...(objectives && !kept && { objectives }),
    ...without(before, 'session_time', 'exit'),
    launch_data,
    learner_id: learner.id,
    learner_name: learner.name,
    credit: 'credit',
    mode: 'normal',
    entry,
    total_time,
    ...(judge && { scaled_passing_score: judge })
  };
}

export type Learner = { id: string; name: string };

const without = (of: Node, ...names: string[]): Node =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));
