/** Learners for a measure, signed in already: to hash five hundred passwords would measure that. */
import { createHmac, randomBytes } from 'node:crypto';
import path from 'node:path';
import type pg from 'pg';
import { newId } from '#platform/ids.ts';
import { sessionSecret } from '#platform/identity/index.server.ts';

export type Learner = { person: string; token: string; cookie: string };

/** Adds so many supporters of the organisation who take the course, each with a session of their own. */
export async function addLearners(
  owner: pg.Client,
  data: string,
  { organisation, course }: { organisation: string; course: string },
  count: number
): Promise<Learner[]> {
  const secret = sessionSecret(path.join(data, 'secrets', 'master-key'));
  const learners = Array.from({ length: count }, () => {
    const token = randomBytes(24).toString('base64url');
    const signature = createHmac('sha256', secret).update(token).digest('base64');
    return {
      person: newId(),
      token,
      cookie: `trellis.session_token=${encodeURIComponent(`${token}.${signature}`)}`
    };
  });
  const people = learners.map(({ person }) => person);
  const ids = people.map(() => newId());
  await owner.query(
    `insert into people (id, name, kind, created_at) select id, 'Learner ' || n, 'staff', now()
     from unnest($1::uuid[]) with ordinality as of (id, n)`,
    [people]
  );
  await owner.query(
    `insert into memberships (organisation_id, id, person_id, role, since)
     select $1, id, person, 'supporter', now() from unnest($2::uuid[], $3::uuid[]) as of (id, person)`,
    [organisation, ids, people]
  );
  await owner.query(
    `insert into course_enrolments (organisation_id, course_id, person_id, begun_at)
     select $1, $2, person, now() from unnest($3::uuid[]) as of (person)`,
    [organisation, course, people]
  );
  await owner.query(
    `insert into identity."user" (id, name, email, "emailVerified")
     select id, 'Learner', id || '@bench.example', true from unnest($1::uuid[]) as of (id)`,
    [people]
  );
  await owner.query(
    `insert into identity.session ("expiresAt", token, "updatedAt", "userId", shared, "lastUsedAt", "confirmedAt")
     select now() + interval '1 hour', token, now(), person, false, now(), now()
     from unnest($1::text[], $2::uuid[]) as of (token, person)`,
    [learners.map(({ token }) => token), people]
  );
  return learners;
}
