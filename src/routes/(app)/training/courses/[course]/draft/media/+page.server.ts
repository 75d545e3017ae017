import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { addMedia, mediaRefusals } from '#domains/training/index.server.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { draftOf } from '../draft.server.ts';

const Media = v.object({
  command: v.pipe(v.string(), v.uuid()),
  title: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty(() => m.training_error_required()),
    v.maxLength(300)
  ),
  transcript: v.pipe(v.string(), v.maxLength(40_000))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { id, content } = await draftOf(locals.tx, params.course, locals.person!);
  return { id, title: content.title };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    await draftOf(locals.tx, params.course, locals.person!);
    const form = await request.formData();
    const [file, captions] = [form.get('file'), form.get('captions')];
    for (const name of ['file', 'captions']) form.delete(name);
    const { input, values, errors } = readForm(Media, form);
    if (!input) return fail(400, { values, errors });
    const sent = file instanceof File && file.size > 0 ? await bytesOf(file) : null;
    if (!sent) return fail(400, { values, errors: { file: m.training_error_required() } });
    const { command, title, transcript } = input;
    const refusal = await addMedia(
      locals.tx,
      {
        id: command,
        course: params.course,
        title,
        transcript,
        file: sent,
        captions: captions instanceof File && captions.size > 0 ? await bytesOf(captions) : null
      },
      locals.person!
    );
    if (refusal) return fail(409, { values, refusal: mediaRefusals[refusal]() });
    say(cookies, m.training_media_added());
    redirect(303, `/training/courses/${params.course}/draft#media`);
  }
};

const bytesOf = async (file: File) => ({ name: file.name, bytes: Buffer.from(await file.arrayBuffer()) });
