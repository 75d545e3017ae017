import { error } from '@sveltejs/kit';
import { m } from '#messages';
import { takeAlong } from '../../take-along.server.ts';
import { ledTo } from '../certificates/led-to.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals, url }) => {
  const { what, rows } = (await ledTo(locals, url)) ?? error(404);
  return takeAlong(locals, {
    name: 'certificates',
    as: params.as,
    title: m.competence_led_to(),
    about: what,
    columns: [
      { label: m.competence_column_person(), of: ({ name }) => name },
      { label: m.competence_column_certificate(), of: ({ role }) => role },
      { label: m.competence_import_issued_on(), of: ({ issuedOn }) => issuedOn },
      { label: m.competence_development_state(), of: ({ validity }) => validity }
    ],
    rows
  });
};
