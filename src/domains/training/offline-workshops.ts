import * as v from 'valibot';
import { evaluationItems } from './evaluation.ts';
import { answers, type Asked } from './question.ts';

/** A workshop as a learner's device takes it along: its test, while it is still to be answered, and its evaluation. */
export type WorkshopTaken = {
  id: string;
  title: string;
  timeZone: string;
  test: {
    course: string;
    quiz: string;
    version: number;
    title: string;
    paper: Asked[];
    /** Times as in JSON; null once it is answered, or too late. */
    before: { until: string } | null;
    after: { from: string } | null;
  } | null;
  evaluation: { from: string } | null;
};

const id = v.pipe(v.string(), v.uuid());

/** A test's answers as a device sends them back; the server scores them. */
export const sentTest = v.object({
  workshop: id,
  occasion: v.picklist(['before', 'after']),
  course: id,
  quiz: id,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  answers
});
export type SentTest = v.InferOutput<typeof sentTest>;

const score = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5));
export const sentEvaluation = v.object({
  workshop: id,
  ...v.entriesFromList(evaluationItems, score),
  words: v.pipe(v.string(), v.trim(), v.maxLength(4000))
});
export type SentEvaluation = v.InferOutput<typeof sentEvaluation>;
