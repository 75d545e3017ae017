/** What an assessment that was set aside says, for the colleague who enters it by hand. */
import { getLocale } from '#languages';
import type { Tx } from '#platform/database/index.server.ts';
import type { Told } from '#platform/offline/index.server.ts';
import { formatDay } from '#platform/languages/format.ts';
import { m } from '#messages';
import { contextWords, type Context } from './assessment.ts';
import { answersIn, type SentAssessment, type SentObservation } from './offline-assessment.ts';
import { shownIn, type ShownItem } from './rubric-shown.ts';
import { rubricsHere } from './rubric.server.ts';
import { rubricAt } from './rubric.ts';
import { columns } from './level.ts';

type About = { person: string; rubric: string; version: number; context: string; observedOn: string };
type Seen = Pick<SentAssessment, 'ticks' | 'note' | 'harmAnswers' | 'harmAnswer'>;

export const observationInWords = (tx: Tx, sent: SentObservation) => inWords(tx, sent, sent);

export async function assessmentInWords(tx: Tx, sent: SentAssessment): Promise<Told[]> {
  const asked = await tx
    .selectFrom('assessments')
    .innerJoin('observations', 'observations.id', 'assessments.observation_id')
    .where('assessments.id', '=', sent.assessment)
    .select(['observations.person_id as person', 'observations.rubric', 'observations.context'])
    .select(['observations.rubric_version as version', 'observations.observed_on as observedOn'])
    .executeTakeFirst();
  return asked ? inWords(tx, asked, sent) : [];
}

async function inWords(tx: Tx, about: About, seen: Seen): Promise<Told[]> {
  const person = await tx
    .selectFrom('people')
    .where('id', '=', about.person)
    .select('name')
    .executeTakeFirst();
  const found = rubricAt(await rubricsHere(tx), about.rubric, about.version);
  const rubric = found && shownIn(found, getLocale());
  const harm = answersIn(seen);
  return [
    { label: m.competence_whom(), value: person?.name ?? '' },
    { label: m.competence_rubric(), value: rubric?.title ?? about.rubric },
    { label: m.competence_where_seen(), value: contextWords[about.context as Context]() },
    { label: m.competence_observed_on(), value: formatDay(about.observedOn) },
    ...(rubric?.items ?? []).flatMap((item) => [
      ...tickedIn(item, seen.ticks),
      ...(harm[item.id]
        ? [{ label: m.competence_harm_question({ skill: item.title }), value: harm[item.id]! }]
        : [])
    ]),
    ...(seen.note ? [{ label: m.competence_private_note(), value: seen.note }] : [])
  ];
}

function tickedIn({ title, behaviours }: ShownItem, ticks: string[]): Told[] {
  const ticked = columns.flatMap((column) => behaviours[column]).filter(({ id }) => ticks.includes(id));
  return ticked.map(({ words }) => ({ label: title, value: words }));
}
