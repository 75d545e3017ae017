import * as v from 'valibot';
import type { PackageTaken } from './offline-packages.ts';
import { answers, type Asked } from './question.ts';

/** A course as a device takes it along: its words, and the next attempt at each quiz with nothing that tells what is right. */
export type CourseTaken = {
  id: string;
  version: number;
  title: string;
  language: string;
  lessons: { id: string; title: string; html: string }[];
  /** The pictures, recordings and captions that its lessons show, and its packages: what a device may keep beside the pack. */
  files: { address: string; bytes: number }[];
  /** Where somebody left off. */
  bookmark: string | null;
  done: string[];
  quizzes: QuizTaken[];
  packages: PackageTaken[];
};
export type QuizTaken = {
  id: string;
  title: string;
  passMark: number;
  number: number;
  attemptsLeft: number | null;
  /** Shares of the attempts so far that the server has scored, oldest first. */
  results: number[];
  paper: Asked[];
};

const id = v.pipe(v.string(), v.uuid());
/** One attempt, as a device sends it back. It carries answers and no score: that is for the server. */
export const sentAttempt = v.object({
  course: id,
  quiz: id,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  answers
});
export type SentAttempt = v.InferOutput<typeof sentAttempt>;

export const sentLessons = v.object({ course: id, lessons: v.pipe(v.array(id), v.maxLength(100)) });
export type SentLessons = v.InferOutput<typeof sentLessons>;
