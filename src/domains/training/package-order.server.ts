/**
 * A package that keeps an order of its own (SCORM 2004's sequencing): what may be opened now, what comes next, and what the
 * whole comes to. The rules are the runtime library's work, the same that plays packages in the browser; here it is given what
 * was kept, asked one thing, and what it then knows is kept again.
 */
import type { Scorm2004API } from 'scorm-again/min';
import type { Activity, Outcome, PackageStep } from './package.ts';

/** `said` is what the script of the item that is open has told so far, and whether it has come to its end. */
export type Order = {
  tree: Activity;
  state: string | null;
  said: { cmi: Record<string, unknown>; over: boolean } | null;
};

/** `opens` is the item to be shown now; null where nothing follows, or nothing was asked for. */
export type Step = { refused: boolean; opens: string | null; state: string; whole: Whole };
export type Whole = Pick<Outcome, 'completion' | 'success' | 'scaled'>;

export async function stepIn(order: Order, step: PackageStep): Promise<Step> {
  const runtime = await loadRuntime();
  return quietly(() => {
    const engine = engineFor(runtime, order);
    const found = take(engine, step, order.said?.over ?? false);
    return { ...found, state: engine.api.serializeSequencingState(), whole: wholeOf(engine.api, order.tree) };
  });
}

/** Which of these items may be chosen now, and what going on would open. */
export async function opensNow(
  order: Order,
  items: string[]
): Promise<{ choices: string[]; next: string | null }> {
  const { state } = await stepIn(order, { to: 'leave' });
  const from = { tree: order.tree, state, said: null };
  const choices: string[] = [];
  for (const item of items) {
    const { refused, opens } = await stepIn(from, { to: 'choice', item });
    if (!refused && opens === item) choices.push(item);
  }
  return { choices, next: (await stepIn(from, { to: 'go-on' })).opens };
}

/** Whether there is something before and after what is open now, and which aims of the package its script begins with. */
export async function waysFrom(order: Order): Promise<Ways> {
  const runtime = await loadRuntime();
  return quietly(() => {
    const { api } = engineFor(runtime, order);
    const process = api.getSequencingService()?.getOverallSequencingProcess();
    api.Initialize('');
    return {
      continue: process?.predictContinueEnabled() ?? false,
      previous: process?.predictPreviousEnabled() ?? false,
      objectives: JSON.parse(JSON.stringify(api.cmi.objectives))
    };
  });
}
export type Ways = { continue: boolean; previous: boolean; objectives: Record<string, unknown> };

// Large, and needed by few packages.
const loadRuntime = () => import('scorm-again/min');
type Runtime = Awaited<ReturnType<typeof loadRuntime>>;

/** The library talks to the console of what it does for whom; that is nothing for a server's log. */
function quietly<Result>(work: () => Result): Result {
  const { debug } = console;
  console.debug = () => undefined;
  try {
    return work();
  } finally {
    console.debug = debug;
  }
}

type Engine = { api: Scorm2004API; opened: () => string | null };

function engineFor({ Scorm2004API }: Runtime, { tree, state, said }: Order): Engine {
  let opened: string | null = null;
  const api: Scorm2004API = new Scorm2004API({
    autocommit: false,
    lmsCommitUrl: false,
    onLogMessage: () => undefined,
    sequencing: {
      activityTree: structuredClone(tree),
      eventListeners: { onActivityDelivery: ({ id }: { id: string }) => (opened = id) }
    }
  });
  if (state) restore(api, state);
  if (said && currentIn(api)?.isActive) tell(api, said.cmi);
  return { api, opened: () => opened };
}

type Current = { id: string; isActive: boolean; primaryObjective: { id: string } | null };
const currentIn = (api: Scorm2004API): Current | null => api.getSequencingState().currentActivity;

function restore(api: Scorm2004API, state: string): void {
  api.deserializeSequencingState(state);
  const current = currentIn(api);
  // The library takes whatever was last open for open still.
  if (current && itemOpenIn(state) !== current.id) current.isActive = false;
}

type Kept = {
  sequencing: { currentActivity: string | null; activityStates: Record<string, { isActive: boolean }> };
};

/** The item that was being shown when this was kept; null when it had been left. */
export function itemOpenIn(state: string): string | null {
  const { currentActivity, activityStates } = (JSON.parse(state) as Kept).sequencing;
  return currentActivity !== null && activityStates[currentActivity]?.isActive ? currentActivity : null;
}

type Taken = { refused: boolean; opens: string | null };

function take({ api, opened }: Engine, { to, item }: PackageStep, over: boolean): Taken {
  const ask = (request: string, target?: string): Taken => {
    const refused = !api.processNavigationRequest(request, target);
    return { refused, opens: opened() };
  };
  const current = currentIn(api);
  // Whoever closes a lesson before its end comes back to it where they were.
  if (to === 'leave') {
    if (current?.isActive) ask(over ? 'exit' : 'suspendAll');
    return { refused: false, opens: null };
  }
  if (to === 'choice') {
    // The rules look at what was done here only once it is left.
    if (current?.isActive && current.id !== item) ask('exit');
    return ask('choice', item);
  }
  if (to !== 'go-on') return ask(to);
  if (current?.isActive) return { refused: false, opens: current.id };
  if (current) return ask('continue');
  return ask(hasSuspended(api) ? 'resumeAll' : 'start');
}

const hasSuspended = (api: Scorm2004API) =>
  api.getSequencingService()?.getOverallSequencingProcess()?.getSequencingState().suspendedActivity != null;

/** Says to the library what a script said in the browser, as if it said it here: what was left unsaid decides as well. */
function tell(api: Scorm2004API, cmi: Record<string, unknown>): void {
  api.Initialize('');
  const { objectives, ...own } = cmi;
  const said = told(own);
  for (const [name, value] of said) api.SetValue(`cmi.${name}`, value);
  for (const one of Object.values(part(objectives))) {
    const objective = part(one);
    const { id } = objective;
    // What the script says of itself is its own aim's; the list may still hold how that stood before.
    const itsOwn = id === currentIn(api)?.primaryObjective?.id && said.length > 0;
    if (typeof id !== 'string' || id === '' || itsOwn) continue;
    const count = Number(api.GetValue('cmi.objectives._count'));
    const known = Array.from({ length: count }, (_, at) => at).find(
      (at) => api.GetValue(`cmi.objectives.${at}.id`) === id
    );
    const at = `cmi.objectives.${known ?? count}`;
    if (known === undefined) api.SetValue(`${at}.id`, id);
    for (const [name, value] of told(objective)) if (name !== 'exit') api.SetValue(`${at}.${name}`, value);
  }
}

const single = ['completion_status', 'success_status', 'progress_measure', 'session_time', 'exit'];
const ofScore = ['scaled', 'raw', 'min', 'max'];

function told(of: Record<string, unknown>): [string, string][] {
  const score = part(of.score);
  const all = [
    ...single.map((name) => [name, of[name]] as const),
    ...ofScore.map((name) => [`score.${name}`, score[name]] as const)
  ];
  return all.flatMap(([name, value]) =>
    (typeof value === 'string' || typeof value === 'number') && value !== '' && value !== 'unknown'
      ? [[name, `${value}`]]
      : []
  );
}

const part = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function wholeOf(api: Scorm2004API, { id }: Activity): Whole {
  const found = api.getActivityTrackingData(id);
  const completion = found?.completionStatus;
  const success = found?.successStatus;
  return {
    completion: completion === 'completed' || completion === 'incomplete' ? completion : 'unknown',
    success: success === 'passed' || success === 'failed' ? success : 'unknown',
    scaled: typeof found?.score === 'number' ? found.score : null
  };
}
