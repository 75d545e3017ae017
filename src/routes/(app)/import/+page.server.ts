import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { importRefusals } from '#platform/imports/index.ts';
import {
  importsVisibleTo,
  kindFor,
  kindsFor,
  receiveImport,
  standingOfImport
} from '#platform/imports/index.server.ts';
import { formatTime } from '#platform/languages/format.ts';
import type { Actions, PageServerLoad } from './$types';

// A page of them; older ones are history that the audit keeps.
const pastMax = 50;

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  const past = await importsVisibleTo(tx, person!)
    .orderBy('imports.received_at', 'desc')
    .limit(pastMax)
    .execute();
  return {
    kinds: kindsFor(person!).map(({ kind, label, about }) => ({
      value: kind,
      label: label(),
      hint: about()
    })),
    past: past.map((found) => ({
      id: found.id,
      file: found.file_name,
      kind: kindFor(person!, found.kind)!.label(),
      by: found.received_by_name,
      at: formatTime(found.received_at, person!.organisation.timeZone),
      rows: found.rows_ready,
      standing: standingOfImport(found)
    }))
  };
};

const Upload = v.object({
  command: v.pipe(v.string(), v.uuid()),
  kind: v.string(),
  file: v.file()
});

// The server lets 20 MB through to this route; a form's other parts need a little of it.
const bodyBytesMax = 20 * 1024 * 1024;

export const actions: Actions = {
  default: async ({ request, locals: { tx, person } }) => {
    if (Number(request.headers.get('content-length')) > bodyBytesMax)
      return fail(413, { kind: '', refusal: importRefusals['file-too-large']() });
    const form = v.safeParse(Upload, Object.fromEntries(await request.formData()));
    if (!form.success) return fail(400, { kind: '', refusal: importRefusals['no-file']() });
    const { command, kind, file } = form.output;
    const upload = { id: command, kind, name: file.name, bytes: Buffer.from(await file.arrayBuffer()) };
    const refusal = await receiveImport(tx, upload, person!);
    if (refusal) return fail(400, { kind, refusal: importRefusals[refusal]() });
    redirect(303, `/import/${command}/columns`);
  }
};
