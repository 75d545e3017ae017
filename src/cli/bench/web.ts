/** `bench web`: every budget of ours about pages, on the demonstration's story, beside the barest SvelteKit page. */
import path from 'node:path';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import { newId } from '#platform/ids.ts';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import { Browser, filledIn } from '../check/browser.ts';
import { inTemporaryPlace, startProgram, type Place, type Program } from '../check/program.ts';
import { signIn, type RoleKey } from '../check/walk.ts';
import { startBare, type Bare } from './bare.ts';
import { budgets, type Figure } from './budgets.ts';
import { load, type Ask, type Load } from './load.ts';
import { besideSameSql } from './beside.ts';
import { largestPaints } from './phone.ts';
import { cpuOf, cpuOfOne, memoryOf, processesOf } from './processes.ts';
import { weigh } from './weight.ts';

export type WebOptions = { seconds: number; scale: number };
export type WebResult = { at: string; scale: number; seconds: number; figures: Figure[] };
type Say = (line: string) => void;

/** Starts Trellis on a folder of its own, twice, and measures the second. */
export function benchWeb({ seconds, scale }: WebOptions, say: Say): Promise<WebResult> {
  return inTemporaryPlace(async (place) => {
    say('the story is told');
    const cold = await startProgram(place, scale);
    await cold.stop();
    say('a warm start');
    const warm = await startProgram(place, scale);
    const figures = [
      {
        name: 'Start, the story told already',
        value: warm.startSeconds,
        unit: 's',
        most: budgets.startSeconds
      },
      { name: 'First start, the story told', value: cold.startSeconds, unit: 's' },
      ...(await measure(warm, place, seconds, say))
    ];
    return { at: now().toISOString(), scale, seconds, figures };
  });
}

async function measure(program: Program, place: Place, seconds: number, say: Say): Promise<Figure[]> {
  const somebody = await signedIn(program.origin);
  say('the barest page is built');
  const bare = await startBare(path.join(place.data, 'bare'), runningEmbedded(place.data)!, place.running);
  say('fifty rows, and the barest page');
  const list = await listFigures(program, bare, somebody.coordinator, seconds);
  say('Today');
  const today = await todayFigures(program, somebody, seconds);
  const beside: Figure[] = [];
  for (const page of readOnlyPages) {
    say(`${page.name}, and a bare handler with the same SQL`);
    const browser = page.role ? somebody[page.role] : new Browser(program.origin);
    beside.push(...(await besideSameSql(program, place.running, { ...page, browser }, askers, seconds)));
  }
  say('encounters');
  const encounters = await encounterFigures(program, somebody.supporter, seconds);
  // After the load, before a browser is here to disturb it.
  const memory = memoryOf(processesOf(program.pid, program.data));
  const most = { program: budgets.programMegabytes, database: budgets.databaseMegabytes };
  say('bytes, and a slow phone');
  return [
    ...today,
    ...list,
    ...beside,
    ...encounters,
    {
      name: 'Program’s memory after the load',
      value: memory?.program ?? null,
      unit: 'MB',
      most: most.program
    },
    {
      name: 'Database’s memory after the load',
      value: memory?.database ?? null,
      unit: 'MB',
      most: most.database
    },
    ...(await pageFigures(program, somebody))
  ];
}

const roles = [
  'coordinator',
  'supporter',
  'supervisor',
  'lead',
  'grants',
  'clinician'
] as const satisfies RoleKey[];
/** Pages that only read, so that what they ask can be asked again. */
const readOnlyPages: { name: string; at: string; role?: (typeof roles)[number] }[] = [
  { name: 'Fifty people in a list', at: '/people', role: 'coordinator' },
  { name: 'Today of a coordinator', at: '/today', role: 'coordinator' },
  { name: 'A supporter’s people', at: '/support', role: 'supporter' },
  { name: 'Get support', at: '/o/green-valley/get-support' }
];
type Somebody = Record<(typeof roles)[number], Browser>;

async function signedIn(origin: string): Promise<Somebody> {
  const browsers = await Promise.all(roles.map((role) => signIn(origin, role)));
  return Object.fromEntries(roles.map((role, index) => [role, browsers[index]])) as Somebody;
}

const askFor = ({ origin }: Program, at: string, { cookie }: Browser): Ask => ({
  address: new URL(at, origin).href,
  cookie
});
const crowdOf = (ask: Ask, count: number): Ask[] => Array.from({ length: count }, () => ask);

// As many as keep two cores busy; more would only wait.
const askers = 8;

async function listFigures(
  program: Program,
  bare: Bare,
  coordinator: Browser,
  seconds: number
): Promise<Figure[]> {
  const processes = processesOf(program.pid, program.data);
  const people = crowdOf(askFor(program, '/people', coordinator), askers);
  const barest = crowdOf({ address: bare.address }, askers);
  const asking = crowdOf({ address: bare.asked }, askers);
  for (const crowd of [people, barest, asking]) await load(crowd, 2);
  // In turns, so that whatever else this machine does falls on both.
  const ours: Costed[] = [];
  const theirs: Costed[] = [];
  const askings: Costed[] = [];
  for (let turn = 0; turn < 2; turn++) {
    ours.push(await costed(() => cpuOf(processes), people, seconds / 2));
    theirs.push(await costed(() => cpuOfOne(bare.pid), barest, seconds / 2));
    askings.push(await costed(() => cpuOf({ ...processes, program: bare.pid }), asking, seconds / 2));
  }
  const [list, least, asked] = [together(ours), together(theirs), together(askings)];
  return [
    {
      name: 'Fifty people in a list, processor a request',
      value: list.cpu,
      unit: 'ms',
      most: budgets.listMilliseconds
    },
    { name: 'The barest SvelteKit page with fifty rows, processor a request', value: least.cpu, unit: 'ms' },
    {
      name: 'A SvelteKit page that asks for fifty rows without row-level security, processor a request',
      value: asked.cpu,
      unit: 'ms'
    },
    {
      name: 'Fifty people in a list, requests by those of the page that asks for fifty rows',
      value: list.requestsPerSecond / asked.requestsPerSecond,
      unit: '',
      least: budgets.listShareOfBare
    },
    {
      name: 'Fifty people in a list, requests by the barest page’s',
      value: list.requestsPerSecond / least.requestsPerSecond,
      unit: '',
      least: budgets.listShareOfBare
    },
    { name: 'Fifty people in a list, requests', value: list.requestsPerSecond, unit: 'a second' }
  ];
}

const people = 100;
const pauseSeconds = 5;

async function todayFigures(program: Program, somebody: Somebody, seconds: number): Promise<Figure[]> {
  const asks = roles.map((role) => askFor(program, '/today', somebody[role]));
  const crowd = Array.from({ length: people }, (_, index) => asks[index % asks.length]!);
  await load(asks, 2);
  const calm = await costed(() => cpuOf(processesOf(program.pid, program.data)), crowd, 2 * pauseSeconds, {
    pauseSeconds
  });
  const rushed = succeeded(await load(crowd, seconds));
  return [
    {
      name: `Today, ${people} people who each open it every ${pauseSeconds} s: slowest twentieth`,
      value: calm.p95,
      unit: 'ms',
      most: budgets.todayMilliseconds
    },
    { name: 'The same, the middle', value: calm.p50, unit: 'ms' },
    { name: 'Today, processor a request, over six roles', value: calm.cpu, unit: 'ms' },
    {
      name: `Today, ${people} who ask again without a pause: slowest twentieth`,
      value: rushed.p95,
      unit: 'ms'
    }
  ];
}

async function encounterFigures(program: Program, supporter: Browser, seconds: number): Promise<Figure[]> {
  const addresses = (await supporter.open('/support')).page
    .querySelectorAll('main tr a')
    .map((link) => link.getAttribute('href')!);
  const asks: Ask[] = [];
  for (const at of addresses.slice(0, askers))
    asks.push(await encounterAsk(program, supporter, `${at}/encounter`));
  if (asks.length === 0) throw new Error('The supporter supports nobody.');
  await load(asks, 1);
  const recorded = await costed(() => cpuOf(processesOf(program.pid, program.data)), asks, seconds);
  return [
    {
      name: 'Recording an encounter, processor',
      value: recorded.cpu,
      unit: 'ms',
      most: budgets.encounterMilliseconds
    },
    { name: 'Encounters recorded', value: recorded.requestsPerSecond, unit: 'a second' }
  ];
}

/** The form as its page gives it, filled in; each time it is sent it is a command of its own. */
async function encounterAsk(program: Program, supporter: Browser, at: string): Promise<Ask> {
  const form = (await supporter.open(at)).form({ field: 'talkedAbout' });
  const day = dayIn('Africa/Nairobi');
  const session = {
    talkedAbout: 'Sleep.',
    helped: 'Walking.',
    nextStep: 'Walk.',
    nextStepOn: addDays(day, 7)
  };
  const typed = filledIn(form, { day, time: '00:01', minutes: '45', ...session });
  const others = typed.filter(([name]) => name !== 'command');
  return {
    ...askFor(program, at + (form.getAttribute('action') ?? ''), supporter),
    body: () => new URLSearchParams([...others, ['command', newId()]]).toString()
  };
}

type Costed = Load & { cpu: number | null };

/** The load, with the milliseconds of processor that each of its requests cost. */
async function costed(
  cpu: () => number | null,
  crowd: Ask[],
  seconds: number,
  options = {}
): Promise<Costed> {
  const before = cpu();
  const done = succeeded(await load(crowd, seconds, options));
  const after = cpu();
  return { ...done, cpu: before === null || after === null ? null : (after - before) / done.requests };
}

// A failed request is quick and says nothing about speed.
function succeeded(done: Load): Load {
  if (done.failures > 0)
    throw new Error(
      `${done.failures} of ${done.requests} requests failed, the first with ${done.firstFailure}.`
    );
  return done;
}

function together(turns: Costed[]): Pick<Costed, 'cpu' | 'requestsPerSecond'> {
  const mean = (of: (turn: Costed) => number) =>
    turns.reduce((sum, turn) => sum + of(turn), 0) / turns.length;
  return {
    requestsPerSecond: mean((turn) => turn.requestsPerSecond),
    cpu: turns.some(({ cpu }) => cpu === null) ? null : mean(({ cpu }) => cpu!)
  };
}

async function pageFigures(program: Program, somebody: Somebody): Promise<Figure[]> {
  const stranger = new Browser(program.origin);
  const pages = [
    { name: 'Front page', at: '/o/green-valley', who: stranger, most: budgets.openBytes },
    { name: 'Get support', at: '/o/green-valley/get-support', who: stranger, most: budgets.openBytes },
    { name: 'Today of a coordinator', at: '/today', who: somebody.coordinator, most: budgets.signedInBytes },
    { name: 'Fifty people in a list', at: '/people', who: somebody.coordinator, most: budgets.signedInBytes }
  ].map((page) => ({ ...page, ...askFor(program, page.at, page.who), cookie: page.who.cookie }));
  const paints = await largestPaints(pages);
  const kilobytes = (bytes: number) => bytes / 1024;
  const figures = await Promise.all(
    pages.map(async ({ name, address, cookie, most }, index): Promise<Figure[]> => {
      const weight = await weigh(address, cookie);
      return [
        { name: `${name}, first visit`, value: kilobytes(weight.total), unit: 'KB', most: kilobytes(most) },
        {
          name: `${name}, script`,
          value: kilobytes(weight.scripts),
          unit: 'KB',
          most: kilobytes(budgets.scriptBytes)
        },
        {
          name: `${name}, largest paint on a slow phone`,
          value: paints?.[index] ?? null,
          unit: 's',
          most: budgets.largestPaintSeconds
        }
      ];
    })
  );
  return figures.flat();
}
