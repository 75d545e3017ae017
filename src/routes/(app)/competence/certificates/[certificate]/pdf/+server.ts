import { error } from '@sveltejs/kit';
import { getLocale } from '#languages';
import { certificateRoles } from '#domains/competence/index.ts';
import { certificatePaper, certificatesVisibleTo } from '#domains/competence/index.server.ts';
import { isId } from '#platform/ids.ts';
import { settings } from '#platform/settings/index.server.ts';
import type { RequestHandler } from './$types';

/** The certificate to print, in the reader's language. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const person = locals.person!;
  if (!isId(params.certificate)) error(404);
  const found = await certificatesVisibleTo(locals.tx, person)
    .where('certificates.id', '=', params.certificate)
    .executeTakeFirst();
  // We print what we issued: nobody else's certificate gets our name on it.
  if (!found || found.issued_elsewhere_by !== null || found.training_hours === null) error(404);
  const paper = certificatePaper(
    {
      holder: found.holder_name,
      issuer: found.issuer_name,
      organisation: person.organisation.name,
      role: certificateRoles.find((role) => role === found.role)!,
      issuedOn: found.issued_on,
      expiresOn: found.expires_on,
      trainingHours: found.training_hours,
      address: `${settings().origin}/verify/${found.code}`
    },
    getLocale()
  );
  return new Response(new Uint8Array(paper), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="certificate.pdf"'
    }
  });
};
