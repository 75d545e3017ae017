/**
 * The order a SCORM 2004 package asks for (IMS Simple Sequencing with ADL's additions), as the runtime library wants it told.
 * What the manifest leaves out the library holds to the standard's own defaults.
 */
import { child, children, clean, type Element } from './manifest-tree.server.ts';
import type { Activity } from './package.ts';

type Told = Record<string, unknown>;

/** Null where nothing but the learner's own choice decides; so it is in most packages, and in all of a single item. */
export function sequencingIn(manifest: Element, organisation: Element): Activity | null {
  const shared = new Map(
    children(child(manifest, 'sequencingCollection'), 'sequencing').map((one) => [
      one.attributes.get('ID') ?? '',
      one
    ])
  );
  const asks = partsOf(organisation, shared).some(({ name, attributes }) =>
    name === 'controlMode'
      ? attributes.get('choice') === 'false' || attributes.get('flow') === 'true'
      : decisive.includes(name)
  );
  return asks && children(organisation, 'item').length > 1 ? activityOf(organisation, shared) : null;
}

const decisive = ['sequencingRules', 'limitConditions', 'rollupRules', 'randomizationControls'];

type Shared = Map<string, Element>;

function partsOf(of: Element, shared: Shared): Element[] {
  return [...rulesOf(of, shared), ...children(of, 'item').flatMap((item) => partsOf(item, shared))];
}

/** What is said of one activity: its own words, and those it shares by name where it says nothing itself. */
function rulesOf(of: Element, shared: Shared): Element[] {
  const own = child(of, 'sequencing');
  const named = shared.get(own?.attributes.get('IDRef') ?? '');
  const said = own?.children ?? [];
  return [...said, ...(named?.children ?? []).filter(({ name }) => !said.some((one) => one.name === name))];
}

function activityOf(of: Element, shared: Shared): Activity {
  const rules = rulesOf(of, shared);
  const one = (name: string) => rules.find((rule) => rule.name === name);
  const items = children(of, 'item');
  const { attributes } = of;
  return {
    id: (attributes.get('identifier') ?? '').slice(0, 200),
    title: (clean(child(of, 'title')?.text) || attributes.get('identifier') || '').slice(0, 300),
    isVisible: attributes.get('isvisible') !== 'false',
    ...(items.length > 0 && { children: items.map((item) => activityOf(item, shared)) }),
    sequencingControls: {
      ...flags(one('controlMode'), ...controls),
      ...flags(one('rollupRules'), 'rollupObjectiveSatisfied', 'rollupProgressCompletion'),
      ...numbers(one('rollupRules'), 'objectiveMeasureWeight'),
      ...flags(one('constrainedChoiceConsiderations'), 'preventActivation', 'constrainChoice'),
      ...chanceIn(one('randomizationControls'))
    },
    deliveryControls: flags(
      one('deliveryControls'),
      'tracked',
      'completionSetByContent',
      'objectiveSetByContent'
    ),
    sequencingRules: orderIn(one('sequencingRules')),
    rollupRules: { rules: children(one('rollupRules'), 'rollupRule').map(rollupRuleOf) },
    rollupConsiderations: {
      ...texts(one('rollupConsiderations'), 'requiredForSatisfied', 'requiredForNotSatisfied'),
      ...texts(one('rollupConsiderations'), 'requiredForCompleted', 'requiredForIncomplete'),
      ...flags(one('rollupConsiderations'), 'measureSatisfactionIfActive')
    },
    ...numbers(one('limitConditions'), 'attemptLimit'),
    ...objectivesIn(rules),
    completionThreshold: {
      ...flags(child(of, 'completionThreshold'), 'completedByMeasure'),
      ...numbers(child(of, 'completionThreshold'), 'minProgressMeasure', 'progressWeight')
    }
  };
}

const controls = [
  'choice',
  'choiceExit',
  'flow',
  'forwardOnly',
  'useCurrentAttemptObjectiveInfo',
  'useCurrentAttemptProgressInfo'
];

function chanceIn(of: Element | undefined): Told {
  return {
    ...texts(of, 'selectionTiming', 'randomizationTiming'),
    ...numbers(of, 'selectCount'),
    ...flags(of, 'reorderChildren'),
    ...(of?.attributes.has('selectCount') && { selectionCountStatus: true }),
    ...(of?.attributes.get('reorderChildren') === 'true' && { randomizeChildren: true })
  };
}

function orderIn(of: Element | undefined): Told {
  const rules = (name: string) => children(of, name).map(ruleOf);
  return {
    preConditionRules: rules('preConditionRule'),
    exitConditionRules: rules('exitConditionRule'),
    postConditionRules: rules('postConditionRule')
  };
}

function ruleOf(of: Element): Told {
  const conditions = child(of, 'ruleConditions');
  return {
    action: child(of, 'ruleAction')?.attributes.get('action') ?? '',
    conditionCombination: conditions?.attributes.get('conditionCombination') ?? 'all',
    conditions: children(conditions, 'ruleCondition').map((one) => {
      const { measureThreshold } = numbers(one, 'measureThreshold');
      return {
        ...texts(one, 'condition', 'operator', 'referencedObjective'),
        ...(measureThreshold !== undefined && { parameters: { threshold: measureThreshold } })
      };
    })
  };
}

function rollupRuleOf(of: Element): Told {
  const conditions = child(of, 'rollupConditions');
  return {
    action: child(of, 'rollupAction')?.attributes.get('action') ?? '',
    consideration: of.attributes.get('childActivitySet') ?? 'all',
    ...numbers(of, 'minimumCount', 'minimumPercent'),
    conditionCombination: conditions?.attributes.get('conditionCombination') ?? 'any',
    conditions: children(conditions, 'rollupCondition').map((one) => texts(one, 'condition', 'operator'))
  };
}

function objectivesIn(rules: Element[]): Told {
  // ADL lets more be shared of the same objectives, in a second list; what both say of one belongs together.
  const named = rules.filter(({ name }) => name === 'objectives').flatMap(({ children }) => children);
  const primary = named.find(({ name }) => name === 'primaryObjective');
  const others = new Map<string, Element>();
  for (const one of named) {
    const id = one.attributes.get('objectiveID') ?? '';
    if (id !== primary?.attributes.get('objectiveID') && !others.has(id)) others.set(id, one);
  }
  if (primary) others.delete('');
  return {
    ...(primary && { primaryObjective: { ...objectiveOf(primary, named), isPrimary: true } }),
    objectives: [...others.values()].map((one) => objectiveOf(one, named))
  };
}

function objectiveOf(of: Element, named: Element[]): Told {
  const id = of.attributes.get('objectiveID');
  const measure = Number(child(of, 'minNormalizedMeasure')?.text.trim() || '1');
  const maps = named
    .filter((one) => one === of || (id && one.attributes.get('objectiveID') === id))
    .flatMap((one) => children(one, 'mapInfo'));
  const byTarget = Map.groupBy(maps, ({ attributes }) => attributes.get('targetObjectiveID') ?? '');
  return {
    objectiveID: id ?? '',
    ...flags(of, 'satisfiedByMeasure'),
    ...(of.attributes.get('satisfiedByMeasure') === 'true' && { minNormalizedMeasure: measure }),
    mapInfo: [...byTarget].map(([targetObjectiveID, same]) => ({
      targetObjectiveID,
      // IMS's defaults: it is read, and not written.
      ...{ readSatisfiedStatus: true, readNormalizedMeasure: true },
      ...Object.assign({}, ...same.map((map) => flags(map, ...mapped)))
    }))
  };
}

const mapped = [
  'SatisfiedStatus',
  'NormalizedMeasure',
  'CompletionStatus',
  'ProgressMeasure',
  'RawScore',
  'MinScore',
  'MaxScore'
].flatMap((what) => [`read${what}`, `write${what}`]);

const given = <Value>(of: Element | undefined, names: string[], read: (text: string) => Value | undefined) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = of?.attributes.get(name)?.trim();
      const value = text === undefined ? undefined : read(text);
      return value === undefined ? [] : [[name, value]];
    })
  );
const flags = (of: Element | undefined, ...names: string[]) =>
  given(of, names, (text) =>
    text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined
  );
const texts = (of: Element | undefined, ...names: string[]) => given(of, names, (text) => text.slice(0, 300));
const numbers = (of: Element | undefined, ...names: string[]) =>
  given(of, names, (text) => (text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined));
