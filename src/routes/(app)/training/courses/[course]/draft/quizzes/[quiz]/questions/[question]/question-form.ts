/** A question as fields of a plain form, and back. Rows left blank are left out. */
import * as v from 'valibot';
import { question, type Question, type QuestionKind } from '#domains/training/index.ts';

export const rowsMax = 8;
export const stepsMax = 8;
export const choicesMax = 4;

export type Fields = Record<string, string>;

/** What stands in the fields for a question that is there already. */
export function fieldsOf(question: Question): Fields {
  const fields: Fields = { text: question.text, explanation: question.explanation };
  const put = (name: string, at: number | string, value: string) => (fields[`${name}_${at}`] = value);
  switch (question.kind) {
    case 'single':
    case 'multiple':
      question.options.forEach(({ text, right, feedback }, at) => {
        put('option', at, text);
        put('feedback', at, feedback);
        if (right) put('right', at, 'yes');
      });
      break;
    case 'order':
      question.items.forEach(({ text }, at) => put('option', at, text));
      break;
    case 'match':
      question.pairs.forEach(({ left, right }, at) => {
        put('option', at, left);
        put('other', at, right);
      });
      break;
    case 'short':
      fields.accepted = question.accepted.join('\n');
      break;
    case 'vignette':
      question.steps.forEach(({ text, choices }, at) => {
        put('step', at, text);
        choices.forEach((choice, nth) => {
          put('choice', `${at}_${nth}`, choice.text);
          put('points', `${at}_${nth}`, String(choice.points));
          put('said', `${at}_${nth}`, choice.feedback);
          const next = question.steps.findIndex(({ id }) => id === choice.next);
          put('next', `${at}_${nth}`, next < 0 ? 'end' : String(next));
        });
      });
  }
  return fields;
}

/**
 * The question that the fields say, or null where something needed is missing. Ids are random and not by time, since their
 * order would give an answer away; parts that were there keep theirs.
 */
export function questionFrom(
  fields: Fields,
  { id, kind, before }: { id: string; kind: QuestionKind; before: Question | undefined }
): Question | null {
  const common = { id, text: fields.text ?? '', explanation: fields.explanation ?? '' };
  const parsed = v.safeParse(question, { ...common, kind, ...partsFrom(fields, kind, before) });
  return parsed.success ? parsed.output : null;
}

function partsFrom(fields: Fields, kind: QuestionKind, before: Question | undefined): object {
  const field = (name: string, at: number | string) => (fields[`${name}_${at}`] ?? '').trim();
  const rows = Array.from({ length: rowsMax }, (_, at) => at).filter((at) => field('option', at));
  const fresh = () => crypto.randomUUID();
  switch (kind) {
    case 'single':
    case 'multiple': {
      const old = before?.kind === 'single' || before?.kind === 'multiple' ? before.options : [];
      return {
        options: rows.map((at) => ({
          id: old[at]?.id ?? fresh(),
          text: field('option', at),
          right: field('right', at) === 'yes',
          feedback: field('feedback', at)
        }))
      };
    }
    case 'order': {
      const old = before?.kind === 'order' ? before.items : [];
      return { items: rows.map((at) => ({ id: old[at]?.id ?? fresh(), text: field('option', at) })) };
    }
    case 'match': {
      const old = before?.kind === 'match' ? before.pairs : [];
      return {
        pairs: rows.map((at) => ({
          id: old[at]?.id ?? fresh(),
          left: field('option', at),
          rightId: old[at]?.rightId ?? fresh(),
          right: field('other', at)
        }))
      };
    }
    case 'short':
      return {
        accepted: (fields.accepted ?? '')
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean)
      };
    case 'vignette':
      return { steps: stepsFrom(field, before?.kind === 'vignette' ? before.steps : []) };
  }
}

type Steps = Extract<Question, { kind: 'vignette' }>['steps'];

function stepsFrom(field: (name: string, at: number | string) => string, old: Steps): Steps {
  const written = Array.from({ length: stepsMax }, (_, at) => at).filter((at) => field('step', at));
  const ids = new Map(written.map((at) => [at, old[at]?.id ?? crypto.randomUUID()]));
  return written.map((at) => ({
    id: ids.get(at)!,
    text: field('step', at),
    choices: Array.from({ length: choicesMax }, (_, nth) => `${at}_${nth}`)
      .filter((key) => field('choice', key))
      .map((key, nth) => ({
        id: old[at]?.choices[nth]?.id ?? crypto.randomUUID(),
        text: field('choice', key),
        points: Number(field('points', key)) || 0,
        feedback: field('said', key),
        next: ids.get(Number(field('next', key) || 'NaN')) ?? null
      }))
  }));
}
