/** Our own curricula, as a programme may take them over: the modules, the competencies they serve, and the four paths. */
import type { PathEnd } from '../curriculum.ts';

const helping = (...items: string[]) => items.map((item) => `foundational-helping/${item}`);

// The hours of the first path add up to the 40 that SAMHSA's National Model Standards (2023) ask of peer training; how they
// are divided, and all other hours, are policy.
export const defaultModules = [
  { slug: 'being-there', hours: 8, serves: helping('presence', 'listening', 'rapport', 'empathy') },
  { slug: 'confidentiality', hours: 4, serves: helping('confidentiality') },
  { slug: 'distress', hours: 6, serves: helping('feelings', 'daily-life', 'meaning', 'connections') },
  { slug: 'danger', hours: 6, serves: helping('harm', 'confidentiality') },
  { slug: 'small-steps', hours: 8, serves: helping('goals', 'hope', 'coping', 'information') },
  { slug: 'endings', hours: 4, serves: helping('feedback', 'connections') },
  { slug: 'yourself', hours: 4, serves: [] },
  { slug: 'course-of-sessions', hours: 12, serves: helping('goals', 'coping', 'information', 'feedback') },
  { slug: 'measuring', hours: 4, serves: helping('daily-life', 'feedback') },
  { slug: 'loss-and-violence', hours: 6, serves: helping('empathy', 'feelings', 'harm') },
  { slug: 'supervising', hours: 6, serves: helping('rapport', 'goals') },
  { slug: 'observing', hours: 8, serves: helping('feedback', 'information') },
  { slug: 'groups', hours: 4, serves: [] },
  { slug: 'carrying-risk', hours: 6, serves: helping('harm') },
  { slug: 'workload', hours: 4, serves: [] },
  { slug: 'childhood', hours: 3, serves: helping('meaning', 'connections') },
  { slug: 'recognising-harm', hours: 4, serves: helping('harm') },
  { slug: 'with-a-child', hours: 4, serves: helping('presence', 'listening', 'rapport', 'confidentiality') },
  { slug: 'reporting', hours: 3, serves: helping('connections', 'confidentiality') }
] as const satisfies { slug: string; hours: number; serves: string[] }[];

export type ModuleSlug = (typeof defaultModules)[number]['slug'];

const foundations: [ModuleSlug, ModuleSlug[]][] = [
  ['being-there', []],
  ['confidentiality', ['being-there']],
  ['distress', ['being-there']],
  ['danger', ['confidentiality']],
  ['small-steps', ['distress', 'danger']],
  ['yourself', ['confidentiality']],
  ['endings', ['small-steps']]
];

export const defaultPaths: Record<PathEnd, [ModuleSlug, ModuleSlug[]][]> = {
  supporter: foundations,
  practitioner: [
    ...foundations,
    ['measuring', ['distress']],
    ['loss-and-violence', ['danger']],
    ['course-of-sessions', ['small-steps', 'measuring']]
  ],
  supervisor: [
    ['supervising', []],
    ['observing', ['supervising']],
    ['groups', ['supervising']],
    ['carrying-risk', ['supervising']],
    ['workload', ['carrying-risk']]
  ],
  'child-safeguarding': [
    ['confidentiality', []],
    ['childhood', []],
    ['recognising-harm', ['childhood']],
    ['with-a-child', ['confidentiality', 'recognising-harm']],
    ['reporting', ['recognising-harm']]
  ]
};
