/** Rubrics of others, from a sheet: whole or not at all, with their licence and source. */
import { sql } from 'kysely';
import { m } from '#messages';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import {
  readName,
  readOneOf,
  readText,
  type ApplyContext,
  type NumberedRow
} from '#platform/imports/index.ts';
import { madeBy, type ImportKind } from '#platform/imports/index.server.ts';
import type { Column } from './level.ts';
import { differingRows, placed, textsOf, type RubricProblem, type RubricRow } from './rubric-import.ts';
import { bringRubricVersion, bringTranslation, rubricsHere } from './rubric.server.ts';
import type { Language } from './rubric.ts';

const problemWords = {
  ours: m.competence_rubric_import_ours,
  differs: m.competence_rubric_import_differs,
  'lacks-column': m.competence_rubric_import_lacks_column,
  'other-shape': m.competence_rubric_import_other_shape,
  'already-here': m.competence_rubric_import_already_here
} satisfies Record<RubricProblem, () => string>;

export const rubricImport: ImportKind<RubricRow> = {
  kind: 'rubrics',
  label: m.competence_rubric_import_label,
  about: m.competence_rubric_import_about,
  permission: 'rubrics.manage',
  columns: {
    rubric: {
      label: m.competence_rubric_import_code,
      aliases: ['rubric', 'code', 'grille', 'rúbrica', 'rubriki', 'الرمز'],
      required: true,
      read: readCode
    },
    title: {
      label: m.competence_rubric_import_title,
      aliases: ['title', 'rubric title', 'titre', 'título', 'kichwa', 'العنوان'],
      required: true,
      read: readName
    },
    language: {
      label: m.competence_rubric_import_language,
      aliases: ['language', 'langue', 'idioma', 'lugha', 'اللغة'],
      required: true,
      read: readOneOf<Language>({
        en: ['english', 'anglais', 'inglés', 'kiingereza', 'الإنجليزية'],
        fr: ['french', 'français', 'francés', 'kifaransa', 'الفرنسية'],
        es: ['spanish', 'espagnol', 'español', 'kihispania', 'الإسبانية'],
        sw: ['swahili', 'kiswahili', 'suajili', 'السواحيلية'],
        ar: ['arabic', 'arabe', 'árabe', 'kiarabu', 'العربية']
      })
    },
    licence: {
      label: m.competence_rubric_import_licence,
      aliases: ['licence', 'license', 'licencia', 'leseni', 'الترخيص'],
      required: true,
      read: readName
    },
    source: {
      label: m.competence_rubric_import_source,
      aliases: ['source', 'fuente', 'chanzo', 'المصدر'],
      required: true,
      read: readName
    },
    item: {
      label: m.competence_rubric_import_item,
      aliases: ['item', 'skill', 'competency', 'compétence', 'competencia', 'ujuzi', 'المهارة'],
      required: true,
      read: readName
    },
    column: {
      label: m.competence_rubric_import_column,
      aliases: ['column', 'kind', 'level', 'colonne', 'columna', 'aina', 'النوع'],
      required: true,
      read: readOneOf<Column>({
        harmful: ['unhelpful', 'nuisible', 'dañino', 'yenye madhara', 'ضار'],
        basic: ['base', 'de base', 'básico', 'ya msingi', 'أساسي'],
        advanced: ['avancé', 'avanzado', 'ya juu', 'متقدم']
      })
    },
    behaviour: {
      label: m.competence_rubric_import_behaviour,
      aliases: ['behaviour', 'behavior', 'comportement', 'conducta', 'tabia', 'السلوك'],
      required: true,
      read: readText
    }
  },
  key: (row) => JSON.stringify(row),
  // A row alone is never here already: only a whole rubric is.
  existing: async () => new Set(),
  check: checkTogether,
  apply: bringIn,
  undo: takeBack
};

function readCode({ text }: { text: string }) {
  const code = text.trim().toLowerCase();
  return /^[a-z][a-z0-9-]{1,39}$/.test(code)
    ? { value: code }
    : { refusal: m.competence_rubric_import_bad_code };
}

async function checkTogether(tx: Tx, rows: NumberedRow<RubricRow>[]) {
  const valueAt = new Map(rows.map(({ number, row }) => [number, row]));
  const differing = differingRows(rows).map((row) => ({ row, problem: 'differs' as const }));
  const { problems } = placed(textsOf(rows), await rubricsHere(tx));
  return [...differing, ...problems].map(({ row, problem }) => ({
    row,
    column: 'rubric' as const,
    value: valueAt.get(row)!.rubric,
    why: problemWords[problem]()
  }));
}

async function bringIn(
  tx: Tx,
  rows: NumberedRow<RubricRow>[],
  { person, made, progress }: ApplyContext<Person>
): Promise<void> {
  const { placed: texts } = placed(textsOf(rows), await rubricsHere(tx));
  for (const one of texts) {
    if (one.as === 'version') {
      await made([{ kind: 'rubric', id: await bringRubricVersion(tx, one, person) }]);
    } else {
      const version = await versionId(tx, one);
      await bringTranslation(tx, { ...one, version }, person);
    }
    await progress(one.firstRow);
  }
}

async function versionId(tx: Tx, { rubric, version }: { rubric: string; version: number }): Promise<string> {
  const { id } = await tx
    .selectFrom('rubric_versions')
    .where('rubric', '=', rubric)
    .where('version', '=', version)
    .select('id')
    .executeTakeFirstOrThrow();
  return id;
}

// What somebody was assessed on stays: the database refuses, and the importer says why.
async function takeBack(tx: Tx, importId: string): Promise<null> {
  const brought = (await madeBy(tx, importId, 'rubric').execute()).map(({ id }) => id);
  await sql`delete from rubric_translations where version_id = any (${brought})`.execute(tx);
  await sql`delete from rubric_versions where id = any (${brought})`.execute(tx);
  return null;
}
