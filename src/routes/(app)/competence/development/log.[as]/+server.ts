import { m } from '#messages';
import { certificateRoleWords, developmentKindWords } from '#domains/competence/index.ts';
import { developmentLog } from '../log.server.ts';
import { takeAlong } from '../../../take-along.server.ts';
import type { RequestHandler } from './$types';

/** Everything that counts, for each certificate that can be renewed. */
export const GET: RequestHandler = async ({ params, locals, url }) => {
  const { whose, balances } = await developmentLog(locals, url);
  const rows = balances.flatMap(({ role, courseHours, activities }) =>
    activities.map((activity) => ({ role, courseHours, ...activity }))
  );
  return takeAlong(locals, {
    name: 'development',
    as: params.as,
    title: m.competence_development_of({ name: whose.name }),
    columns: [
      { label: m.competence_column_certificate(), of: ({ role }) => certificateRoleWords[role]() },
      { label: m.competence_development_on(), of: ({ on }) => on },
      { label: m.competence_development_kind(), of: ({ kind }) => developmentKindWords[kind]() },
      { label: m.competence_development_what(), of: ({ what }) => what },
      { label: m.competence_development_hours(), of: ({ hours, courseHours }) => hours ?? courseHours }
    ],
    rows
  });
};
