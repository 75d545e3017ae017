/** Every figure there is, as data: what it is called, what it counts, where it comes from, and what can be asked of it. */
import { m } from '#messages';
import type { InstrumentId } from '#domains/measures/index.ts';

export type Unit = 'count' | 'hours' | 'share' | 'points' | 'money';

export type Indicator = {
  name: () => string;
  definition: () => string;
  unit: Unit;
  /** The measure of the counts; see `impact_facts` in the migration. */
  measure: string;
  /** The rooms whose rows it is counted from. */
  sources: string[];
  /** Counted by district, and so by a map. */
  districts: boolean;
  /** Whether one row behind it leads back through the chain. */
  chain: boolean;
  instrument?: InstrumentId;
};

const change = (instrument: InstrumentId, name: () => string): Indicator => ({
  name,
  definition: m.impact_define_change,
  unit: 'points',
  measure: instrument,
  sources: ['measures', 'support'],
  districts: false,
  chain: false,
  instrument
});

const indicators = {
  people: {
    name: m.impact_people,
    definition: m.impact_define_people,
    unit: 'count',
    measure: 'people',
    sources: ['support', 'people', 'places'],
    districts: true,
    chain: true
  },
  sessions: {
    name: m.impact_sessions,
    definition: m.impact_define_sessions,
    unit: 'count',
    measure: 'sessions',
    sources: ['support', 'places'],
    districts: true,
    chain: true
  },
  'contact-hours': {
    name: m.impact_hours,
    definition: m.impact_define_hours,
    unit: 'hours',
    measure: 'sessions',
    sources: ['support', 'places'],
    districts: true,
    chain: true
  },
  'phq-9': change('phq-9', m.impact_change_phq9),
  'gad-7': change('gad-7', m.impact_change_gad7),
  cost: {
    name: m.impact_cost,
    definition: m.impact_define_cost,
    unit: 'money',
    measure: 'people',
    sources: ['funding', 'support'],
    districts: false,
    chain: true
  },
  supporters: {
    name: m.impact_supporters,
    definition: m.impact_define_supporters,
    unit: 'count',
    measure: 'supporters',
    sources: ['competence', 'support'],
    districts: true,
    chain: true
  },
  supervision: {
    name: m.impact_supervision,
    definition: m.impact_define_supervision,
    unit: 'share',
    measure: 'owing',
    sources: ['supervision', 'support'],
    districts: false,
    chain: false
  },
  concerns: {
    name: m.impact_concerns,
    definition: m.impact_define_concerns,
    unit: 'share',
    measure: 'answered',
    sources: ['safeguarding'],
    districts: false,
    chain: false
  },
  matches: {
    name: m.impact_matches,
    definition: m.impact_define_matches,
    unit: 'count',
    measure: 'matches',
    sources: ['matching', 'support'],
    districts: true,
    chain: true
  },
  workshops: {
    name: m.impact_workshops,
    definition: m.impact_define_workshops,
    unit: 'count',
    measure: 'workshops',
    sources: ['training', 'funding'],
    districts: false,
    chain: false
  },
  seats: {
    name: m.impact_seats,
    definition: m.impact_define_seats,
    unit: 'count',
    measure: 'seats',
    sources: ['training', 'funding'],
    districts: true,
    chain: true
  },
  assessments: {
    name: m.impact_assessments,
    definition: m.impact_define_assessments,
    unit: 'count',
    measure: 'assessments',
    sources: ['competence', 'training'],
    districts: true,
    chain: true
  },
  certificates: {
    name: m.impact_certificates,
    definition: m.impact_define_certificates,
    unit: 'count',
    measure: 'certificates',
    sources: ['competence', 'training'],
    districts: true,
    chain: true
  }
} satisfies Record<string, Indicator>;

export type IndicatorKey = keyof typeof indicators;
export const indicatorKeys = Object.keys(indicators) as IndicatorKey[];
export const isIndicator = (text: string): text is IndicatorKey => Object.hasOwn(indicators, text);
export const indicatorOf = (key: IndicatorKey): Indicator => indicators[key];
