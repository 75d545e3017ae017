import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { planRefusals, safetyParts, type SafetyPart } from '#domains/care-plans/index.ts';
import { writePart, type Writing } from '#domains/care-plans/index.server.ts';
import { isId } from '#platform/ids.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';

const charactersMax = 2000;

type Event = Pick<RequestEvent, 'locals' | 'request' | 'cookies'> & { params: { plan?: string } };

/** Saves the parts that were changed. What somebody else changed meanwhile stays as it is; what was typed stays on the page. */
export function safetyAction(
  planOf: (event: Event) => Promise<string | null>,
  back: (plan: string) => string
) {
  return async (event: Event) => {
    const form = await event.request.formData();
    const plan = (await planOf(event)) ?? error(404, 'not-found');
    const typed: Partial<Record<SafetyPart, string>> = {};
    for (const writing of writingsIn(form, plan)) {
      const refusal = await writePart(event.locals.tx, writing, event.locals.person!);
      if (refusal === 'not-your-plan') error(404, 'not-found');
      if (refusal) typed[writing.kind] = writing.text;
    }
    if (Object.keys(typed).length > 0)
      return fail(409, { typed, refusal: planRefusals['changed-meanwhile']() });
    say(event.cookies, m.care_plans_saved());
    redirect(303, back(plan));
  };
}

/** One writing for each part that differs from what was on the page; for every part there is, when all of it still fits. */
function writingsIn(form: FormData, plan: string): (Writing & { kind: SafetyPart })[] {
  const field = (name: string, kind: SafetyPart) =>
    String(form.get(`${name}_${kind}`) ?? '')
      .replaceAll('\r\n', '\n')
      .trim();
  const all = form.has('stillFits');
  const writings = safetyParts
    .map((kind) => ({
      id: field('id', kind),
      plan,
      kind,
      part: field('part', kind) || undefined,
      basedOn: Number(field('version', kind)) || undefined,
      text: field('text', kind).slice(0, charactersMax),
      was: field('was', kind)
    }))
    .filter(({ id, text, was }) => id !== '' && (text !== was || (all && text !== '')))
    .map(({ was: _was, ...writing }) => writing);
  if (writings.some(({ id, part }) => !isId(id) || (part !== undefined && !isId(part)))) error(400);
  return writings;
}
