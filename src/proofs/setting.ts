/**
 * What the proofs find in the demonstration besides its story, made through the rooms' own doors: the known seeker is
 * supported by the cast's supporter, somebody else by the practitioner, and an answer of today has raised a concern.
 */
import path from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { openRelationship, recordEncounter } from '#domains/support/index.server.ts';
import { actingAs } from '#platform/access/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { assemble } from '#assembly/index.server.ts';
import { addressesOf, openPool, speakAs, type Database, type Tx } from '#platform/database/index.server.ts';
import { runningEmbedded } from '#platform/database/embedded.server.ts';
import { newId } from '#platform/ids.ts';
import { closeQueue, openQueue } from '#platform/jobs/index.server.ts';
import { overrideSettings } from '#platform/settings/index.server.ts';
import { cast } from '#assembly/story/cast.ts';

export type Setting = {
  database: Database;
  /** The server's own account, which sees everything: only for looking afterwards. */
  owner: pg.Client;
  as: <T>(person: Person, work: (tx: Tx) => Promise<T>) => Promise<T>;
  member: (key: string) => Promise<Person>;
  close: () => Promise<void>;
};

export async function openSetting(): Promise<Setting> {
  const data = inject('data');
  overrideSettings({ TRELLIS_DATA: data });
  const addresses = addressesOf(runningEmbedded(data)!, path.join(data, 'secrets', 'master-key'));
  const database = openPool(addresses, { max: 3 });
  const owner = new pg.Client({ connectionString: addresses.owner });
  await owner.connect();
  assemble();
  await openQueue(addresses);
  const named = async (name: string) => {
    const { rows } = await owner.query(
      'select id, name from people where name = $1 order by created_at limit 1',
      [name]
    );
    return speakAs(database, { visitor: true }, (tx) => actingAs(tx, rows[0], undefined)) as Promise<Person>;
  };
  return {
    database,
    owner,
    as: (person, work) =>
      speakAs(database, { person: person.id, organisation: person.organisation.id }, work),
    member: (key) => named(cast.find((actor) => actor.key === key)?.name ?? key),
    close: async () => {
      await closeQueue();
      await owner.end();
      await database.destroy();
    }
  };
}

export type Caseload = { relationship: string; encounter: string; seeker: string };

/** A supporter of the cast and a seeker begin, and a session of today is recorded; PHQ-9's ninth answer is not nought. */
export async function beginSupport(
  setting: Setting,
  supporterKey: string,
  seekerId: string
): Promise<Caseload> {
  const { as, member } = setting;
  const coordinator = await member('coordinator');
  const supporter = await member(supporterKey);
  const relationship = newId();
  await as(coordinator, (tx) =>
    openRelationship(tx, { id: relationship, seeker: seekerId, supporter: supporter.id }, coordinator)
  );
  const encounter = newId();
  const refusal = await as(supporter, (tx) =>
    recordEncounter(
      tx,
      {
        id: encounter,
        relationship,
        kind: 'individual',
        startedAt: new Date(),
        minutes: 45,
        note: {
          talkedAbout: 'The long nights.',
          helped: 'Tea with a neighbour.',
          nextStep: 'Talk again on Friday.'
        },
        responses: [{ id: newId(), instrument: 'phq-9', answers: [2, 2, 2, 1, 1, 1, 1, 1, 1] }]
      },
      supporter
    )
  );
  must(refusal);
  return { relationship, encounter, seeker: seekerId };
}

/** What a setting asks for is not refused: a proof on half of one would prove something else. */
export function must(refusal: string | object | null): void {
  if (refusal) throw new Error(JSON.stringify(refusal));
}
