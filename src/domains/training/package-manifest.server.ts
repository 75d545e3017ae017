/**
 * Reads the manifest of a SCORM package (IMS Content Packaging with ADL's additions): what can be opened, where it begins,
 * in which order, and what it asks of a learner.
 */
import { child, children, clean, treeOf, type Element } from './manifest-tree.server.ts';
import { sequencingIn } from './manifest-sequencing.server.ts';
import type { Manifest, ManifestRefusal, PackageEdition, PackageItem } from './package.ts';

export function readManifest(xml: string): Manifest | ManifestRefusal {
  const root = treeOf(xml);
  if (!root || root.name !== 'manifest') return 'manifest-not-read';
  const edition = editionOf(root, xml);
  if (!edition) return 'not-scorm';
  const organisations = child(root, 'organizations');
  const chosen = organisations?.attributes.get('default');
  const all = children(organisations, 'organization');
  const organisation = all.find(({ attributes }) => attributes.get('identifier') === chosen) ?? all[0];
  const resources = resourcesOf(root);
  const items = organisation
    ? itemsIn(organisation, resources, edition)
    : [...resources].map(([identifier, { href }]) => ({ ...plainItem, identifier, title: identifier, href }));
  const opened = items.filter(({ href }) => href !== '');
  if (opened.length === 0) return 'nothing-to-open';
  if (new Set(opened.map(({ identifier }) => identifier)).size < opened.length) return 'manifest-not-read';
  const title = clean(child(organisation, 'title')?.text) || opened[0]!.title;
  const sequencing = edition === '2004' && organisation ? sequencingIn(root, organisation) : null;
  if (sequencing && opened.length > itemsInOrderMax) return 'manifest-not-read';
  return { edition, title, items: opened, sequencing };
}

// Each of them is tried whenever somebody looks at the list; authoring tools make a dozen or two.
const itemsInOrderMax = 150;

function editionOf(root: Element, xml: string): PackageEdition | null {
  const version = clean(child(child(root, 'metadata'), 'schemaversion')?.text);
  if (/^1\.2\b/.test(version)) return '1.2';
  if (/2004|CAM ?1\.3/i.test(version)) return '2004';
  // Many leave the version out; the names they use then say it.
  if (xml.includes('adlcp_rootv1p2')) return '1.2';
  return xml.includes('adlcp_v1p3') ? '2004' : null;
}

type Resource = { href: string };

function resourcesOf(root: Element): Map<string, Resource> {
  const list = child(root, 'resources');
  const base = root.attributes.get('xml:base') ?? '';
  const from = base + (list?.attributes.get('xml:base') ?? '');
  return new Map(
    children(list, 'resource').flatMap(({ attributes }) => {
      const href = attributes.get('href');
      const identifier = attributes.get('identifier');
      if (!href || !identifier) return [];
      return [[identifier, { href: `${from}${attributes.get('xml:base') ?? ''}${href}` }] as const];
    })
  );
}

const plainItem = { masteryScore: null, dataFromLms: '' };

function itemsIn(
  parent: Element,
  resources: Map<string, Resource>,
  edition: PackageEdition,
  within: string[] = []
): PackageItem[] {
  return children(parent, 'item').flatMap((item) => {
    const { attributes } = item;
    const resource = resources.get(attributes.get('identifierref') ?? '');
    const identifier = attributes.get('identifier') ?? '';
    const title = (clean(child(item, 'title')?.text) || identifier).slice(0, 300);
    const here: PackageItem = {
      identifier: identifier.slice(0, 200),
      title,
      href: resource ? resource.href + parametersOf(attributes.get('parameters')) : '',
      masteryScore: edition === '1.2' ? masteryOf(item) : minimumOf(item),
      dataFromLms:
        (child(item, 'datafromlms') ?? child(item, 'dataFromLMS'))?.text.trim().slice(0, 4000) ?? '',
      ...(within.length > 0 && { within })
    };
    return [here, ...itemsIn(item, resources, edition, [...within, title])];
  });
}

const parametersOf = (given = '') => (given === '' || /^[?#]/.test(given) ? given : `?${given}`);

// Of a hundred.
function masteryOf(item: Element): number | null {
  const score = Number(child(item, 'masteryscore')?.text.trim() || NaN);
  return score >= 0 && score <= 100 ? score : null;
}

// Of one, where the item's own objective says that reaching it is passing.
function minimumOf(item: Element): number | null {
  const objectives = child(child(item, 'sequencing'), 'objectives');
  const primary = child(objectives, 'primaryObjective');
  if (primary?.attributes.get('satisfiedByMeasure') !== 'true') return null;
  const measure = Number(child(primary, 'minNormalizedMeasure')?.text.trim() || '1');
  return measure >= -1 && measure <= 1 ? measure : null;
}
