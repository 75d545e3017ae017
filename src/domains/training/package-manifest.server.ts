/**
 * Reads the manifest of a SCORM package (IMS Content Packaging with ADL's additions): what can be opened, where it begins,
 * and what it asks of a learner. The parser is handed no way to fetch anything, and a document type is refused: with it
 * go entities, from files of ours to a thousand million laughs.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Manifest, ManifestRefusal, PackageEdition, PackageItem } from './package.ts';

type Element = { name: string; attributes: Map<string, string>; children: Element[]; text: string };

const elementsMax = 20_000;
const depthMax = 60;

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
  return { edition, title, items: opened };
}

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

const clean = (text = '') => text.replace(/\s+/g, ' ').trim();
const children = (of: Element | undefined, name: string) =>
  of?.children.filter((one) => one.name === name) ?? [];
const child = (of: Element | undefined, name: string) => children(of, name)[0];

/** The document as a tree of local names; null when it is not well-formed, too much, or names a document type. */
function treeOf(xml: string): Element | null {
  const parser = new SaxesParser({ xmlns: true });
  const top: Element = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [top];
  let count = 0;
  let broken = false;
  parser.on('error', () => (broken = true));
  parser.on('doctype', () => (broken = true));
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > elementsMax || open.length > depthMax) broken = true;
    if (broken) return;
    const element = { name: tag.local, attributes: attributesOf(tag), children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => (open.at(-1)!.text += text));
  parser.on('cdata', (text) => (open.at(-1)!.text += text));
  parser.on('closetag', () => !broken && open.pop());
  parser.write(xml.replace(/^\ufeff/, '')).close();
  return broken ? null : (top.children[0] ?? null);
}

// By local name, but `xml:base` by its whole one, so that nobody's `base` is taken for it.
function attributesOf({ attributes }: SaxesTagNS): Map<string, string> {
  return new Map(
    Object.values(attributes).map(({ prefix, local, value }) => [
      prefix === 'xml' ? `xml:${local}` : local,
      value
    ])
  );
}
