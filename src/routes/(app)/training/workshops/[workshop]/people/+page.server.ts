import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { cancellationRefusals, enrolmentRefusals, wordsIn } from '#domains/training/index.ts';
import {
  cancelEnrolment,
  colleaguesToEnrol,
  enrolEach,
  enrolmentsOf
} from '#domains/training/index.server.ts';
import { getLocale } from '#languages';
import { now } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { formatList } from '#platform/languages/format.ts';
import { m } from '#messages';
import { say } from '#ui/flash.server.ts';
import { workshopOf } from '../workshop-of.server.ts';
import { countDays, takeOut, walkInsShown } from './walk-ins.server.ts';
import type { Actions, PageServerLoad } from './$types';

const id = v.pipe(v.string(), v.uuid());
const People = v.object({
  people: v.pipe(
    v.array(id),
    v.minLength(1, () => m.training_error_choose())
  ),
  because: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(500)))
});
const Leaving = v.object({ person: id });

export const load: PageServerLoad = async ({ params, locals }) => {
  const workshop = await workshopOf(locals, params.workshop);
  const { id, title, taken, seats, waiting, ends_at, cancelled_at } = workshop;
  const listed = await enrolmentsOf(locals.tx, id);
  const colleagues = await colleaguesToEnrol(locals.tx, id, locals.person!);
  return {
    workshop: { id, title, taken, seats, waiting, cancelled: cancelled_at !== null },
    over: ends_at <= now() || cancelled_at !== null,
    lists: [
      { title: m.training_people_seated(), people: listed.filter(({ seated_at }) => seated_at) },
      { title: m.training_people_waiting(), people: listed.filter(({ seated_at }) => !seated_at) }
    ].filter(({ people }) => people.length > 0),
    colleagues: colleagues.map(({ id, name }) => ({ value: id, label: name })),
    walkIns: await walkInsShown(locals, workshop)
  };
};

export const actions: Actions = {
  link: countDays,
  remove: takeOut,
  add: async ({ params, request, locals, cookies }) => {
    const workshop = await workshopOf(locals, params.workshop);
    const { input, values, errors } = readForm(People, await request.formData(), ['people']);
    if (!input) return fail(400, { values, errors });
    const { people, because } = input;
    const { seated, waiting, refused } = await enrolEach(
      locals.tx,
      { workshop: workshop.id, people, overrideReason: because || null },
      locals.person!
    );
    const done = m.training_enrol_other_done({ seated, waiting });
    if (refused.length > 0)
      return fail(409, {
        values: { ...values, people: refused.map(({ person }) => person.id) },
        done: seated + waiting > 0 ? done : null,
        lacking: refused.some(({ refusal }) => refusal === 'prerequisite-missing'),
        refused: refused.map(({ person, refusal, missing }) =>
          m.training_person_not_added({
            name: person.name,
            why:
              missing.length > 0
                ? m.training_lacks({
                    modules: formatList(missing.map((titles) => wordsIn(titles, getLocale())))
                  })
                : enrolmentRefusals[refusal]()
          })
        )
      });
    say(cookies, done);
    redirect(303, `/training/workshops/${workshop.id}/people`);
  },
  takeOff: async ({ params, request, locals, cookies }) => {
    const { id: workshop } = await workshopOf(locals, params.workshop);
    const { input } = readForm(Leaving, await request.formData());
    if (!input) error(400);
    const refusal = await cancelEnrolment(locals.tx, { workshop, attendee: input.person }, locals.person!);
    if (refusal) return fail(409, { notTakenOff: cancellationRefusals[refusal]() });
    say(cookies, m.training_taken_off());
    redirect(303, `/training/workshops/${workshop}/people`);
  }
};
