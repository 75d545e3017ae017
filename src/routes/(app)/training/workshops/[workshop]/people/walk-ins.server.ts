/** Who came to this workshop without a seat: shown to those who run it, and what they say of them. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import {
  markInWords,
  walkInRefusals,
  walkInRemovals,
  wordsIn,
  type WalkInRemoval
} from '#domains/training/index.ts';
import {
  linkWalkIn,
  missingFor,
  peopleToLink,
  removeWalkIn,
  walkInsOf,
  workshopsVisibleTo
} from '#domains/training/index.server.ts';
import { getLocale } from '#languages';
import { can } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatDay, formatList, formatNumber } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { workshopOf } from '../workshop-of.server.ts';

type Workshop = Awaited<ReturnType<typeof workshopOf>>;
type Event = RequestEvent<{ workshop: string }>;

const id = v.pipe(v.string(), v.uuid());
const Naming = v.object({
  walkIn: id,
  person: v.pipe(
    v.string(),
    v.uuid(() => m.training_error_choose())
  ),
  because: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)))
});
const Removing = v.object({
  walkIn: id,
  as: v.picklist(Object.keys(walkInRemovals) as WalkInRemoval[], () => m.training_error_choose())
});

/** Those nobody has named yet, with the people each could be; whoever is called the same is chosen. */
export async function walkInsShown({ tx, person }: App.Locals, { id, time_zone }: Workshop) {
  const found = await walkInsOf(tx, id);
  const people = found.length > 0 ? await peopleToLink(tx, id, person!) : [];
  const options = people.map(({ id, name }) => ({ value: id, label: name }));
  return {
    mayInvite: can(person!, 'people.invite'),
    options,
    reasons: Object.entries(walkInRemovals).map(([value, label]) => ({ value, label: label() })),
    rows: found.map(({ marks, ...walkIn }) => ({
      ...walkIn,
      likely: walkIn.chosen ?? namesakeIn(options, walkIn.name),
      days: marks.map(({ startsAt, presence, hours }) => {
        const mark = { presence, hours: presence === 'partly' ? hours : undefined };
        return `${formatDay(dayIn(time_zone, startsAt))} · ${markInWords(mark)}`;
      })
    }))
  };
}

function namesakeIn(options: { value: string; label: string }[], name: string): string | null {
  const folded = (text: string) => text.normalize('NFKC').toLocaleLowerCase().trim();
  const [only, ...others] = options.filter(({ label }) => folded(label) === folded(name));
  return only && others.length === 0 ? only.value : null;
}

export async function countDays({ params, request, locals, cookies }: Event) {
  const workshop = await workshopOf(locals, params.workshop);
  const { input, values, errors } = readForm(Naming, await request.formData());
  if (!input) return fail(400, { at: String(values.walkIn ?? ''), values, errors });
  const { walkIn, person: attendee, because } = input;
  const linked = await linkWalkIn(
    locals.tx,
    { walkIn, attendee, overrideReason: because || null },
    locals.person!
  );
  if (typeof linked === 'string')
    return fail(409, {
      ...{ at: walkIn, values, lacking: linked === 'prerequisite-missing' },
      refusal: await wordsOf(locals, linked, { workshop: workshop.id, attendee })
    });
  const { name } = await locals.tx
    .selectFrom('people')
    .where('id', '=', attendee)
    .select('name')
    .executeTakeFirstOrThrow();
  say(cookies, [await linkedWords(locals, workshop, name), ...otherwiseWords(workshop, linked)].join(' '));
  redirect(303, `/training/workshops/${workshop.id}/people`);
}

async function wordsOf(
  { tx, person }: App.Locals,
  refusal: keyof typeof walkInRefusals,
  { workshop, attendee }: { workshop: string; attendee: string }
): Promise<string> {
  if (refusal === 'prerequisite-missing') {
    const missing = await missingFor(tx, workshop, attendee, person!);
    const modules = formatList(missing.map(({ titles }) => wordsIn(titles, getLocale())));
    return m.training_lacks({ modules });
  }
  const words = walkInRefusals[refusal]();
  return refusal === 'clash' ? `${words} ${m.training_walk_in_clash()}` : words;
}

async function linkedWords({ tx, person }: App.Locals, { id }: Workshop, name: string): Promise<string> {
  const { taken, seats } = await workshopsVisibleTo(tx, person!)
    .where('workshops.id', '=', id)
    .executeTakeFirstOrThrow();
  return taken > seats
    ? m.training_walk_in_linked_beyond({ name, taken: formatNumber(taken), seats: formatNumber(seats) })
    : m.training_walk_in_linked({ name });
}

const otherwiseWords = ({ time_zone }: Workshop, { otherwise }: { otherwise: Date[] }): string[] =>
  otherwise.length === 0
    ? []
    : [
        m.training_walk_in_otherwise({
          days: formatList(otherwise.map((at) => formatDay(dayIn(time_zone, at))))
        })
      ];

export async function takeOut({ params, request, locals, cookies }: Event) {
  const { id: workshop } = await workshopOf(locals, params.workshop);
  const { input, values, errors } = readForm(Removing, await request.formData());
  if (!values.walkIn) error(400);
  if (!input) return fail(400, { at: String(values.walkIn), removing: true, errors });
  const refusal = await removeWalkIn(locals.tx, input, locals.person!);
  if (refusal) return fail(409, { at: input.walkIn, removing: true, refusal: walkInRefusals[refusal]() });
  say(cookies, m.training_walk_in_removed());
  redirect(303, `/training/workshops/${workshop}/people`);
}
