import { sql } from 'kysely';
import { can, type Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { defaultModules, defaultPaths } from './curricula/shape.ts';
import { defaultWords } from './curricula/words.ts';
import {
  inOrder,
  pathEnds,
  refusalOfPath,
  type PathEnd,
  type PathModule,
  type PathRefusal,
  type Words
} from './curriculum.ts';

export type ModuleText = { titles: Words; aims: Words; hours: number; serves: string[] };
export type NewModule = ModuleText & { id: string; module: string; reason: string };
export type NewPath = { id: string; leadsTo: PathEnd; modules: PathModule[]; reason: string };
export type ShownModule = ModuleText & PathModule & { position: number; slug: string };

/** Each path this person may see, in its newest version. */
export function pathsVisibleTo(tx: Tx, person: Person) {
  return tx
    .selectFrom('learning_paths as path')
    .innerJoin('path_versions as version', (join) =>
      join
        .onRef('version.organisation_id', '=', 'path.organisation_id')
        .onRef('version.path_id', '=', 'path.id')
    )
    .leftJoin('people', 'people.id', 'version.published_by')
    .where('path.organisation_id', '=', person.organisation.id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('path_versions as newer')
            .select('newer.id')
            .whereRef('newer.organisation_id', '=', 'version.organisation_id')
            .whereRef('newer.path_id', '=', 'version.path_id')
            .whereRef('newer.number', '>', 'version.number')
        )
      )
    )
    .select([
      'path.id',
      sql<PathEnd>`path.leads_to`.as('leads_to'),
      'version.id as version',
      'version.number',
      'version.reason',
      'version.published_at',
      'people.name as published_by'
    ])
    .orderBy(sql`array_position(${sql.val([...pathEnds])}::text[], path.leads_to)`);
}

/** What each version of a path said had changed, the newest first. */
export function versionsOfPath(tx: Tx, path: string) {
  return published(tx, 'path_versions').where('version.path_id', '=', path).execute();
}

/** What each version of a module said had changed, the newest first. */
export function versionsOfModule(tx: Tx, module: string) {
  return published(tx, 'module_versions').where(sql.ref('version.module_id'), '=', module).execute();
}

// Of both, the columns asked for are called the same.
function published(tx: Tx, table: 'path_versions' | 'module_versions') {
  return tx
    .selectFrom(`${table as 'path_versions'} as version`)
    .leftJoin('people', 'people.id', 'version.published_by')
    .select(['version.id', 'version.number', 'reason', 'published_at', 'people.name as by'])
    .orderBy('number', 'desc');
}

/** The modules of a version of a path, in order, each with what it needs first. */
export async function modulesOf(tx: Tx, version: string): Promise<ShownModule[]> {
  const rows = await tx
    .selectFrom('path_modules as part')
    .innerJoin('learning_modules as module', (join) =>
      join
        .onRef('module.organisation_id', '=', 'part.organisation_id')
        .onRef('module.id', '=', 'part.module_id')
    )
    .innerJoin('module_versions as text', (join) =>
      join
        .onRef('text.organisation_id', '=', 'part.organisation_id')
        .onRef('text.id', '=', 'part.module_version_id')
    )
    .where('part.path_version_id', '=', version)
    .select(['part.position', 'module.id as module', 'module.slug'])
    .select(['text.titles', 'text.aims', 'text.hours', 'text.serves'])
    .orderBy('part.position')
    .execute();
  const links = await tx
    .selectFrom('path_prerequisites')
    .where('path_version_id', '=', version)
    .select(['position', 'needs_position'])
    .execute();
  const at = new Map(rows.map(({ position, module }) => [position, module]));
  return rows.map((row) => ({
    ...shown(row),
    position: row.position,
    module: row.module,
    slug: row.slug,
    needs: links
      .filter(({ position }) => position === row.position)
      .map(({ needs_position }) => at.get(needs_position)!)
  }));
}

/** Every module of the programme in its newest version, by its slug. */
export async function modulesVisibleTo(tx: Tx, person: Person) {
  const rows = await tx
    .selectFrom('module_versions as text')
    .innerJoin('learning_modules as module', (join) =>
      join
        .onRef('module.organisation_id', '=', 'text.organisation_id')
        .onRef('module.id', '=', 'text.module_id')
    )
    .distinctOn('module.slug')
    .where('text.organisation_id', '=', person.organisation.id)
    .select(['module.id as module', 'module.slug', 'text.id as version', 'text.number'])
    .select(['text.titles', 'text.aims', 'text.hours', 'text.serves'])
    .orderBy('module.slug')
    .orderBy('text.number', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, ...shown(row) }));
}

/**
 * Publishes a path: its first version, or a new one. The older versions stay as they were. A repeat with the same id
 * changes nothing.
 */
export async function publishPath(tx: Tx, path: NewPath, person: Person): Promise<PathRefusal | null> {
  if (!can(person, 'curricula.publish')) return 'not-yours-to-publish';
  const refusal = refusalOfPath(path.modules);
  if (refusal) return refusal;
  // One after the other, so that no two become the same number.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`path ${path.leadsTo}`}, 0))`.execute(tx);
  if (await isPublished(tx, 'path_versions', path.id)) return null;
  const known = new Map((await modulesVisibleTo(tx, person)).map(({ module, version }) => [module, version]));
  if (path.modules.some(({ module }) => !known.has(module))) return 'no-such-module';
  const organisation_id = person.organisation.id;
  const path_id = await pathTo(tx, path.leadsTo, person);
  await tx
    .insertInto('path_versions')
    .values({
      organisation_id,
      id: path.id,
      path_id,
      number: await nextNumber(tx, 'path_versions', 'path_id', path_id),
      reason: path.reason,
      published_by: person.id,
      published_at: now()
    })
    .execute();
  await addParts(tx, path.id, inOrder(path.modules)!, known, organisation_id);
  await audit(tx, { action: 'path.published', thing: { kind: 'path', id: path_id }, reason: path.reason });
  return null;
}

/**
 * Publishes a module: a new one, or a new version of one; each path that has it becomes a new version with it. A repeat
 * with the same id changes nothing.
 */
export async function publishModule(
  tx: Tx,
  { id, module, titles, aims, hours, serves, reason }: NewModule,
  person: Person
): Promise<PathRefusal | null> {
  if (!can(person, 'curricula.publish')) return 'not-yours-to-publish';
  await sql`select pg_advisory_xact_lock(hashtextextended(${`module ${module}`}, 0))`.execute(tx);
  if (await isPublished(tx, 'module_versions', id)) return null;
  const organisation_id = person.organisation.id;
  await tx
    .insertInto('learning_modules')
    .values({ organisation_id, id: module, slug: module })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .insertInto('module_versions')
    .values({
      organisation_id,
      id,
      module_id: module,
      number: await nextNumber(tx, 'module_versions', 'module_id', module),
      titles: JSON.stringify(titles),
      aims: JSON.stringify(aims),
      hours: String(hours),
      serves,
      reason,
      published_by: person.id,
      published_at: now()
    })
    .execute();
  await audit(tx, { action: 'module.published', thing: { kind: 'module', id: module }, reason });
  for (const { leads_to, version } of await pathsVisibleTo(tx, person).execute()) {
    const modules = await modulesOf(tx, version);
    if (modules.some((part) => part.module === module))
      await publishPath(tx, { id: newId(), leadsTo: leads_to, modules, reason }, person);
  }
  return null;
}

/** Takes over our own curricula where the programme has no path of its own yet; a repeat changes nothing. */
export async function adoptCurricula(tx: Tx, reason: string, person: Person): Promise<PathRefusal | null> {
  if (!can(person, 'curricula.publish')) return 'not-yours-to-publish';
  await sql`select pg_advisory_xact_lock(hashtextextended('adopt curricula', 0))`.execute(tx);
  const there = new Set((await pathsVisibleTo(tx, person).execute()).map(({ leads_to }) => leads_to));
  const missing = pathEnds.filter((end) => !there.has(end));
  const known = new Map((await modulesVisibleTo(tx, person)).map(({ slug, module }) => [slug, module]));
  const wanted = new Set(missing.flatMap((end) => defaultPaths[end].map(([slug]) => slug)));
  for (const { slug, hours, serves } of defaultModules) {
    if (known.has(slug) || !wanted.has(slug)) continue;
    const module = newId();
    known.set(slug, module);
    await tx
      .insertInto('learning_modules')
      .values({ organisation_id: person.organisation.id, id: module, slug })
      .execute();
    const text = { ...defaultWords(slug), hours, serves: [...serves] };
    await publishModule(tx, { id: newId(), module, ...text, reason }, person);
  }
  for (const leadsTo of missing) {
    const modules = defaultPaths[leadsTo].map(([slug, needs]) => ({
      module: known.get(slug)!,
      needs: needs.map((need) => known.get(need)!)
    }));
    const refusal = await publishPath(tx, { id: newId(), leadsTo, modules, reason }, person);
    if (refusal) return refusal;
  }
  return null;
}

async function addParts(
  tx: Tx,
  path_version_id: string,
  ordered: PathModule[],
  versions: Map<string, string>,
  organisation_id: string
): Promise<void> {
  const positions = new Map(ordered.map(({ module }, index) => [module, index + 1]));
  await tx
    .insertInto('path_modules')
    .values(
      ordered.map(({ module }) => ({
        organisation_id,
        path_version_id,
        position: positions.get(module)!,
        module_id: module,
        module_version_id: versions.get(module)!
      }))
    )
    .execute();
  const links = ordered.flatMap(({ module, needs }) =>
    needs.map((need) => ({
      organisation_id,
      path_version_id,
      position: positions.get(module)!,
      needs_position: positions.get(need)!
    }))
  );
  if (links.length > 0) await tx.insertInto('path_prerequisites').values(links).execute();
}

async function pathTo(tx: Tx, leads_to: PathEnd, person: Person): Promise<string> {
  const organisation_id = person.organisation.id;
  await tx
    .insertInto('learning_paths')
    .values({ organisation_id, id: newId(), leads_to })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await tx
    .selectFrom('learning_paths')
    .select('id')
    .where('organisation_id', '=', organisation_id)
    .where('leads_to', '=', leads_to)
    .executeTakeFirstOrThrow();
  return id;
}

async function nextNumber(
  tx: Tx,
  table: 'path_versions' | 'module_versions',
  column: 'path_id' | 'module_id',
  id: string
): Promise<number> {
  const { rows } = await sql<{
    next: number;
  }>`select coalesce(max(number), 0) + 1 as next from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(
    tx
  );
  return rows[0]!.next;
}

async function isPublished(tx: Tx, table: 'path_versions' | 'module_versions', id: string): Promise<boolean> {
  return (await tx.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

// Columns of JSON come as whatever was written; `publishModule` is the only writer.
function shown(row: { titles: unknown; aims: unknown; hours: string; serves: string[] }): ModuleText {
  return {
    titles: row.titles as Words,
    aims: row.aims as Words,
    hours: Number(row.hours),
    serves: row.serves
  };
}
