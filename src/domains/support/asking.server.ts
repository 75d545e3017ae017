import { sql } from 'kysely';
import { score, type Answers, type ScoreRefusal } from '#domains/measures/index.ts';
import { recordResponse } from '#domains/measures/index.server.ts';
import { joinAsSeeker } from '#domains/people/index.server.ts';
import type { Organisation, Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { Wishes } from './request.ts';
import { writeRequest } from './request.server.ts';

export type Asking = {
  /** Made by the server and kept from the visitor's sight: whoever names it becomes this person. */
  seeker: string;
  request: string;
  response: string;
  pseudonym: string;
  language: 'en' | 'fr' | 'es' | 'sw' | 'ar';
  limitsAcceptedAt: Date;
  wishes: Wishes;
  /** PHQ-9, when they chose to answer it. */
  answers: Answers | null;
};

/**
 * A visitor becomes a seeker and asks for support, in one transaction, which speaks as the seeker from here on. An
 * answer that frightens raises its concern inside it. The same ids again change nothing.
 */
export async function askForSupport(
  tx: Tx,
  asking: Asking,
  organisation: Organisation
): Promise<Person | { refusal: ScoreRefusal }> {
  const { seeker: id, pseudonym, language, wishes, answers } = asking;
  const scored = answers && score('phq-9', answers);
  if (scored && 'refusal' in scored) return scored;

  await joinAsSeeker(tx, {
    id,
    organisation: organisation.id,
    pseudonym,
    language,
    languages: wishes.languages,
    placeId: wishes.place,
    ageBand: wishes.minor ? 'under-18' : '18-or-over'
  });
  await sql`select begin_as_person(${id}, ${organisation.id})`.execute(tx);
  const seeker: Person = { id, name: pseudonym, organisation, roles: ['seeker'] };
  await writeRequest(
    tx,
    { id: asking.request, seeker: id, limitsAcceptedAt: asking.limitsAcceptedAt, wishes },
    organisation.id
  );
  if (answers)
    await recordResponse(
      tx,
      { id: asking.response, subject: id, instrument: 'phq-9', answers, at: now(), language },
      seeker
    );
  return seeker;
}
