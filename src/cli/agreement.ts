import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import {
  agreementComplaints,
  fleissKappa,
  icc,
  weightedKappa,
  type AgreementRefusal,
  type Table
} from '#domains/competence/index.ts';
import { say } from './open.ts';

export const agreementVerb = () =>
  new Command('agreement')
    .description('How far assessors agree about the same people.')
    .option(
      '--scores <file.csv>',
      'scores: subject, then one column per assessor; gives ICC(2,1) with its 95 % interval'
    )
    .option(
      '--levels <file.csv>',
      'levels 1–4 in the same shape; gives Fleiss’ kappa, and weighted kappa for two assessors'
    )
    .option('--json', 'print one JSON object')
    .action(({ scores, levels, json }: { scores?: string; levels?: string; json?: boolean }) => {
      if (!scores === !levels) throw new Error('Give either --scores or --levels.');
      const figures = scores ? ofScores(tableIn(scores)) : ofLevels(tableIn(levels!));
      say(json, figures, wordsFor(figures));
    });

function ofScores(table: Table) {
  return { subjects: table.length, raters: table[0]?.length ?? 0, icc: orThrow(icc(table)) };
}

function ofLevels(table: Table) {
  const fleiss = orThrow(fleissKappa(table));
  if (table[0]!.length !== 2)
    return { subjects: table.length, raters: table[0]!.length, fleissKappa: fleiss };
  const weighted = {
    linear: orThrow(weightedKappa(table, 'linear')),
    quadratic: orThrow(weightedKappa(table, 'quadratic'))
  };
  return { subjects: table.length, raters: 2, fleissKappa: fleiss, weightedKappa: weighted };
}

function wordsFor(figures: ReturnType<typeof ofScores> | ReturnType<typeof ofLevels>): string {
  const about = `${figures.subjects} subjects, ${figures.raters} assessors`;
  if ('icc' in figures) {
    const { estimate, lower, upper } = figures.icc;
    return `${about}: ICC(2,1) ${estimate.toFixed(2)}, 95 % interval ${lower.toFixed(2)} to ${upper.toFixed(2)}`;
  }
  const weighted = 'weightedKappa' in figures ? figures.weightedKappa : null;
  const kappas = weighted
    ? `, weighted kappa ${weighted!.linear.toFixed(2)} linear, ${weighted!.quadratic.toFixed(2)} quadratic`
    : '';
  return `${about}: Fleiss’ kappa ${figures.fleissKappa.toFixed(2)}${kappas}`;
}

// The first column names the subject; the first row is a heading when its scores are not numbers.
function tableIn(file: string): Table {
  const rows: string[][] = parse(readFileSync(file), {
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true
  });
  const headed = rows[0]?.slice(1).some((cell) => cell !== '' && !Number.isFinite(Number(cell)));
  return rows
    .slice(headed ? 1 : 0)
    .map((row) => row.slice(1).map((cell) => (cell === '' ? NaN : Number(cell))));
}

function orThrow<T>(result: T | { refusal: AgreementRefusal }): T {
  if (typeof result === 'object' && result !== null && 'refusal' in result)
    throw new Error(agreementComplaints[result.refusal]);
  return result as T;
}
