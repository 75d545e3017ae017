import { audit } from '#platform/audit/index.server.ts';
import { outbox } from '#platform/mail/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import type { PageServerLoad } from './$types';

const shownMax = 200;

export const load: PageServerLoad = async ({ locals: { tx, person } }) => {
  await audit(tx, { action: 'outbox.read' });
  return {
    mails: await outbox(tx).limit(shownMax).execute(),
    hasServer: settings().smtpUrl !== undefined,
    zone: person!.organisation.timeZone
  };
};
