import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { getLocale } from '#languages';
import { m } from '#messages';
import { newestRubric, shownIn, transcripts } from '#domains/competence/index.ts';
import { addPiece, piecesHere, rubricsHere } from '#domains/competence/index.server.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { say } from '#ui/flash.server.ts';
import { rubricOptions } from '../../rubric-choices.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** `?template=` one of ours, `?rubric=` a piece of one's own on it; without either, the choice between them. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const rubrics = await rubricsHere(locals.tx);
  const there = await piecesHere(locals.tx, getLocale());
  const template = transcripts.find(({ id }) => id === url.searchParams.get('template'));
  const rubric = newestRubric(rubrics, template?.rubric ?? url.searchParams.get('rubric') ?? '');
  return {
    ours: transcripts
      .filter(({ id }) => !there.some(({ template, withdrawn }) => template === id && !withdrawn))
      .map(({ id, title }) => ({ id, title: title[getLocale()] })),
    rubrics: rubricOptions(rubrics),
    rubric: rubric && shownIn(rubric, getLocale()),
    template: template
      ? {
          id: template.id,
          title: template.title[getLocale()],
          lines: template.lines[getLocale()],
          ticks: Object.keys(template.reading)
        }
      : null
  };
};

const text = (max: number) => v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(max));
const reference = {
  command: v.pipe(v.string(), v.uuid()),
  source: text(500),
  explanation: v.pipe(v.string(), v.trim(), v.maxLength(8000))
};
const OwnPiece = v.object({
  ...reference,
  title: text(200),
  transcript: text(40_000),
  link: v.pipe(v.string(), v.trim(), v.regex(/^(https:\/\/.+)?$/), v.maxLength(1000))
});

export const actions: Actions = {
  default: async ({ locals, request, url, cookies }) => {
    const sent = await request.formData();
    const values = Object.fromEntries([...sent].filter(([, value]) => typeof value === 'string')) as Record<
      string,
      string
    >;
    const ticks = sent.getAll('tick').map(String);
    const wanted = await readPiece(locals.tx, url.searchParams, values);
    if ('refusal' in wanted || ticks.length === 0)
      return fail(400, {
        values,
        ticks,
        refusal: 'refusal' in wanted ? wanted.refusal : m.competence_calibration_incomplete()
      });
    const file = sent.get('recording');
    const recording =
      file instanceof File && file.size > 0
        ? { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) }
        : undefined;
    const { command, source, explanation, ...piece } = wanted;
    const refusal = await addPiece(
      locals.tx,
      { id: command, ...piece, recording, reference: { ticks, source, explanation } },
      locals.person!
    );
    if (refusal) return fail(409, { values, ticks, refusal: m.competence_calibration_file_wrong() });
    say(cookies, m.competence_calibration_added());
    redirect(303, '/competence/calibration');
  }
};

async function readPiece(tx: Tx, asked: URLSearchParams, values: Record<string, string>) {
  const template = transcripts.find(({ id }) => id === asked.get('template'));
  if (template) {
    const parsed = v.safeParse(v.object(reference), values);
    if (!parsed.success) return { refusal: m.competence_calibration_incomplete() };
    return { ...parsed.output, rubric: template.rubric, words: { template: template.id } };
  }
  const rubric = newestRubric(await rubricsHere(tx), asked.get('rubric') ?? '');
  const parsed = v.safeParse(OwnPiece, values);
  if (!rubric || !parsed.success) {
    const onlyLink = !parsed.success && parsed.issues.every((issue) => v.getDotPath(issue) === 'link');
    return {
      refusal: onlyLink ? m.competence_calibration_link_wrong() : m.competence_calibration_incomplete()
    };
  }
  const { title, transcript, link, ...rest } = parsed.output;
  return { ...rest, rubric: rubric.id, words: { title, transcript, link: link || null } };
}
