import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#messages';
import { getLocale } from '#languages';
import {
  assessorRoles,
  assessorsEach,
  contexts,
  newestRubrics,
  shareEvenly,
  sharingRefusals
} from '#domains/competence/index.ts';
import {
  assessorsNotAlone,
  colleaguesWith,
  lackingCertificateFor,
  newestObservationsOf,
  policyOn,
  rubricsHere,
  sharedOut,
  shareOut,
  type Shared
} from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { dayIn } from '#platform/clock/index.ts';
import { readForm } from '#platform/forms/index.ts';
import { isId, newId } from '#platform/ids.ts';
import { formatList } from '#platform/languages/format.ts';
import { say } from '#ui/flash.server.ts';
import { groupOf } from '../../group.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who of a workshop is assessed by whom; `?rubric=` on which. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { tx } = locals;
  const person = locals.person!;
  const { title, people } = await groupOf(tx, params.workshop, person);
  const rubrics = newestRubrics(await rubricsHere(tx));
  const rubric = rubrics.find(({ id }) => id === url.searchParams.get('rubric')) ?? rubrics[0]!;
  const ids = people.map(({ id }) => id);
  const shared = await sharedOut(tx, { people: ids, rubric: rubric.id }, person);
  const seen = await newestObservationsOf(tx, { people: ids, rubric: rubric.id }, person);
  const today = dayIn(person.organisation.timeZone);
  const notAlone = await assessorsNotAlone(tx, await policyOn(tx, today), today);
  const mayAsk = await colleaguesWith(tx, assessorRoles);
  const lacking = await lackingCertificateFor(
    tx,
    'assessor',
    mayAsk.map(({ id }) => id),
    today
  );
  const assessors = mayAsk.filter(({ id }) => !lacking.includes(id));
  return {
    workshop: { id: params.workshop, title },
    rubrics: rubrics.map(({ id, title }) => ({
      ...{ id, title: title[getLocale()], current: id === rubric.id }
    })),
    assessors: assessors.map((one) => ({ ...one, alone: !notAlone.includes(one.id) })),
    people: people.map((one) => ({
      ...one,
      observation: newId(),
      shared: shared.get(one.id) ?? null,
      assessedOn: seen.find((observation) => observation.person.id === one.id)?.observedOn ?? null
    })),
    planned: {
      observedOn:
        [...shared.values()]
          .map(({ observedOn }) => observedOn)
          .sort()
          .at(-1) ?? today,
      context: [...shared.values()][0]?.context ?? contexts[0]
    }
  };
};

const id = v.pipe(v.string(), v.uuid());
const seen = {
  context: v.picklist(contexts, () => m.ui_choose()),
  observedOn: v.pipe(
    v.string(),
    v.isoDate(() => m.competence_choose_day())
  )
};
const Evenly = v.object({
  ...seen,
  among: v.pipe(
    v.array(id),
    v.nonEmpty(() => m.competence_share_choose())
  ),
  each: v.pipe(v.string(), v.transform(Number), v.picklist(assessorsEach))
});
const Day = v.pipe(v.string(), v.isoDate());

export const actions: Actions = {
  evenly: async (event) => {
    const { tx } = event.locals;
    const person = event.locals.person!;
    const sent = await event.request.formData();
    const { input, values, errors } = readForm(Evenly, sent, ['among']);
    if (!input) return fail(400, { values, errors });
    const { people, rubric } = await asked(event, person);
    const shared = await sharedOut(tx, { people: people.map(({ id }) => id), rubric }, person);
    const chosen = shareEvenly({
      people: people.filter(({ id }) => !shared.has(id)).map(({ id }) => id),
      assessors: input.among,
      each: input.each,
      carried: carriedIn([...shared.values()])
    });
    const tooFew = [...chosen].filter(([, assessors]) => assessors.length === 0);
    if (tooFew.length > 0)
      return fail(409, { values, errors: {}, refusal: sharingRefusals['too-few-assessors']() });
    const { context, observedOn } = input;
    const shares = [...chosen].map(([id, assessors]) => ({
      ...{ id: observationIn(sent, id), person: id, assessors },
      ...{ context, observedOn }
    }));
    return keep(event, { rubric, shares, values, people }, person);
  },
  byHand: async (event) => {
    const person = event.locals.person!;
    const sent = await event.request.formData();
    const { people, rubric } = await asked(event, person);
    const ids = people.map(({ id }) => id);
    const shared = await sharedOut(event.locals.tx, { people: ids, rubric }, person);
    const shares = ids
      .filter((id) => sent.has(`first-${id}`))
      .map((id) => ({
        ...{ id: observationIn(sent, id), person: id },
        assessors: [sent.get(`first-${id}`), sent.get(`second-${id}`)].map(String).filter(isId),
        context: shared.get(id)?.context ?? contextIn(sent),
        observedOn: String(sent.get(`day-${id}`))
      }));
    const values = Object.fromEntries([...sent].map(([name, value]) => [name, String(value)]));
    const dayless = shares.filter(
      ({ assessors, observedOn }) => assessors.length > 0 && !v.is(Day, observedOn)
    );
    const errors = Object.fromEntries(
      dayless.map(({ person }) => [`day-${person}`, m.competence_choose_day()])
    );
    if (dayless.length > 0) return fail(400, { values, errors });
    return keep(event, { rubric, shares, values, people }, person);
  }
};

type Event = Parameters<Actions[string]>[0];

async function asked({ locals, params, url }: Event, person: Person) {
  const { people } = await groupOf(locals.tx, params.workshop, person);
  const rubrics = newestRubrics(await rubricsHere(locals.tx));
  const rubric = rubrics.find(({ id }) => id === url.searchParams.get('rubric')) ?? rubrics[0]!;
  return { people, rubric: rubric.id };
}

function observationIn(sent: FormData, person: string): string {
  const observation = String(sent.get(`observation-${person}`));
  return isId(observation) ? observation : newId();
}

const contextIn = (sent: FormData) => contexts.find((one) => one === sent.get('context')) ?? contexts[0];

function carriedIn(shared: Shared[]): Map<string, number> {
  const carried = new Map<string, number>();
  for (const { id, done } of shared.flatMap(({ assessors }) => assessors))
    if (!done) carried.set(id, (carried.get(id) ?? 0) + 1);
  return carried;
}

type Kept = Parameters<typeof shareOut>[1] & {
  values: Record<string, string | string[]>;
  people: { id: string; name: string }[];
};

async function keep({ locals, params, cookies }: Event, kept: Kept, person: Person) {
  const { rubric, shares, values, people } = kept;
  const { changed, refused } = await shareOut(locals.tx, { rubric, shares }, person);
  const why = Map.groupBy(refused, ({ refusal }) => refusal);
  const notChanged = [...why].map(([refusal, those]) => {
    const names = people.filter(({ id }) => those.some((one) => one.person === id)).map(({ name }) => name);
    return m.competence_share_refused_names({ names: formatList(names), why: sharingRefusals[refusal]() });
  });
  if (changed === 0 && notChanged.length > 0)
    return fail(409, { values, errors: {}, refusal: notChanged.join(' ') });
  const done =
    changed > 0 ? m.competence_share_changed({ count: changed }) : m.competence_share_none_changed();
  say(cookies, [done, ...notChanged].join(' '));
  redirect(303, `/competence/assess/${params.workshop}/share?rubric=${encodeURIComponent(rubric)}`);
}
