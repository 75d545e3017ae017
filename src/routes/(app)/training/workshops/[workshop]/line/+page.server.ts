import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { lineChangeRefusals } from '#domains/training/index.ts';
import { changeLine, isCharged, lineChangesOf } from '#domains/training/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { filled } from '../../fields.ts';
import { lineChoices } from '../../lines.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const Change = v.object({
  command: id,
  line: v.union([id], () => m.training_error_choose()),
  reason: v.pipe(filled, v.maxLength(500))
});

export const load: PageServerLoad = async ({ params, locals }) => {
  const { tx } = locals;
  const person = locals.person!;
  const workshop = await workshopOf(locals, params.workshop);
  const { line_id, line_code, line_name, grant, grant_id } = workshop;
  const lines = await lineChoices(tx, dayIn(workshop.time_zone, workshop.ends_at), person);
  return {
    workshop: { id: workshop.id, title: workshop.title },
    pays: grant && { grant, grant_id, line: `${line_code} · ${line_name}` },
    charged: await isCharged(tx, workshop.id),
    lines: lines.filter(({ value }) => value !== line_id),
    history: (await lineChangesOf(tx, workshop.id)).map((change) => ({
      at: change.changed_at,
      title: changeWords(change),
      detail: [change.reason, change.by].filter(Boolean).join(' · ')
    })),
    zone: person.organisation.timeZone
  };
};

export const actions: Actions = {
  default: async ({ params, request, locals, cookies }) => {
    const { input, values, errors } = readForm(Change, await request.formData());
    if (!input) return fail(400, { values, errors });
    const { command, line, reason } = input;
    const change = { id: command, workshop: params.workshop, line, reason };
    const refusal = await changeLine(locals.tx, change, locals.person!);
    if (refusal) return fail(409, { values, refusal: lineChangeRefusals[refusal]() });
    say(cookies, m.training_line_changed());
    redirect(303, `/training/workshops/${params.workshop}`);
  }
};

type Change = Awaited<ReturnType<typeof lineChangesOf>>[number];

function changeWords({ line_before, code_before, name_before, code_after, name_after }: Change): string {
  const after = lineWords(code_after, name_after);
  if (!line_before) return m.training_line_change_first({ after });
  return m.training_line_change_was({ before: lineWords(code_before, name_before), after });
}

const lineWords = (code: string | null, name: string | null) => (code ? `${code} · ${name}` : '…');
