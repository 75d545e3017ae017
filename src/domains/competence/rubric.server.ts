/** The one door to rubrics: our own, and those the organisation brought in. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { rubricOf, rubrics, type Language, type Rubric, type RubricTexts } from './rubric.ts';
import { shapeOf } from './rubric-import.ts';

/** Every version there is for this organisation; ours first, then by name, the newest of each before the older. */
export async function rubricsHere(tx: Tx): Promise<Rubric[]> {
  const rows = await tx
    .selectFrom('rubric_versions as version')
    .innerJoin('rubric_translations as translation', (join) =>
      join
        .onRef('translation.organisation_id', '=', 'version.organisation_id')
        .onRef('translation.version_id', '=', 'version.id')
    )
    .where('version.organisation_id', '=', (query) => query.fn('current_organisation'))
    .select([
      'version.id',
      'version.rubric',
      'version.version',
      'version.language as first',
      'version.licence',
      'version.source',
      'version.shape',
      'translation.language',
      'translation.texts'
    ])
    .orderBy('version.rubric')
    .orderBy('version.version', 'desc')
    .execute();
  const brought = [...Map.groupBy(rows, ({ id }) => id).values()].map((translations) => {
    const { rubric, version, first, licence, source, shape } = translations[0]!;
    const order = (shape as { id: string }[]).map(({ id }) => id);
    const texts = Object.fromEntries(
      translations.map(({ language, texts }) => [language, inOrder(texts as RubricTexts, order)])
    );
    return rubricOf({ id: rubric, version, origin: { licence, source } }, texts, first as Language);
  });
  return [...rubrics, ...brought];
}

// JSON in the database keeps no order of keys; the shape does.
function inOrder({ title, items }: RubricTexts, order: string[]): RubricTexts {
  return { title, items: Object.fromEntries(order.map((id) => [id, items[id]!])) };
}

export type NewRubricVersion = {
  rubric: string;
  version: number;
  language: Language;
  licence: string;
  source: string;
  texts: RubricTexts;
};

/** Keeps a version in the language it was written in. Gives its id. */
export async function bringRubricVersion(
  tx: Tx,
  { rubric, version, language, licence, source, texts }: NewRubricVersion,
  person: Person
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('rubric_versions')
    .values({
      organisation_id: person.organisation.id,
      id,
      rubric,
      version,
      language,
      licence,
      source,
      shape: JSON.stringify(shapeOf(texts)),
      brought_by: person.id,
      brought_at: now()
    })
    .execute();
  await bringTranslation(tx, { version: id, language, texts }, person);
  await audit(tx, { action: 'rubric.brought-in', thing: { kind: 'rubric', id }, reason: source });
  return id;
}

/** Adds a language to a version; one that is there already stays as it is. */
export async function bringTranslation(
  tx: Tx,
  { version, language, texts }: { version: string; language: Language; texts: RubricTexts },
  person: Person
): Promise<void> {
  await tx
    .insertInto('rubric_translations')
    .values({
      organisation_id: person.organisation.id,
      version_id: version,
      language,
      texts: JSON.stringify(texts),
      brought_by: person.id,
      brought_at: now()
    })
    .execute();
}
