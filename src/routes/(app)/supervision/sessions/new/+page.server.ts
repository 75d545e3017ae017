import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { sessionKinds, sessionRefusals } from '#domains/supervision/index.ts';
import { peopleToMeet, recordSupervision } from '#domains/supervision/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ url, locals: { tx, person } }) => ({
  people: await peopleToMeet(tx, person!),
  chosen: url.searchParams.getAll('with'),
  today: dayIn(person!.organisation.timeZone)
});

const id = v.pipe(v.string(), v.uuid());
const text = v.pipe(v.string(), v.trim(), v.maxLength(10_000));
const Session = v.object({
  command: id,
  kind: v.picklist(sessionKinds),
  attendees: v.array(id),
  on: v.pipe(v.string(), v.isoDate()),
  minutes: v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(480)),
  note: text,
  step: text,
  due: v.union([
    v.pipe(
      v.literal(''),
      v.transform(() => null)
    ),
    v.pipe(v.string(), v.isoDate())
  ])
});

export const actions: Actions = {
  default: async ({ request, cookies, locals: { tx, person } }) => {
    const form = await request.formData();
    const values = { ...Object.fromEntries(form), attendees: form.getAll('attendees').map(String) };
    const session = v.safeParse(Session, values);
    if (!session.success) {
      const { nested = {} } = v.flatten<typeof Session>(session.issues);
      const errors = {
        kind: nested.kind && m.supervision_kind_wrong(),
        on: nested.on && m.supervision_day_wrong(),
        minutes: nested.minutes && m.supervision_minutes_wrong()
      };
      return fail(400, { values, errors });
    }
    const { command, step, due, ...given } = session.output;
    const known = new Set((await peopleToMeet(tx, person!)).map(({ id }) => id));
    if (!given.attendees.every((attendee) => known.has(attendee))) error(404);
    const agreed = given.attendees.map((attendee) => ({ person: attendee, what: step, dueOn: due }));
    const refusal = await recordSupervision(
      tx,
      { id: command, ...given, actions: step ? agreed : [] },
      person!
    );
    if (refusal) return fail(409, { values, refusal: sessionRefusals[refusal]() });
    say(cookies, m.supervision_recorded());
    redirect(303, '/supervision');
  }
};
