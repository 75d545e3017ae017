/**
 * Sealing what is written about a person's mental health. Each person has a data key; what is sealed with it
 * can be read only through `reveal`, which leaves an audit entry, and never again once the key is destroyed.
 */
import { randomBytes } from 'node:crypto';
import { audit, type Entry } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { decrypt, encrypt } from './envelope.server.ts';
import { noteErasureLater } from './erasures.server.ts';
import { currentMasterVersion, masterKey } from './master-key.server.ts';

export { assembleErasures, erasuresIn } from './erasures.server.ts';
export { addMasterKey, masterKeyMarks } from './master-key.server.ts';
export { openOurOwn, sealForOurselves } from './own.server.ts';

/** Where a sealed text lives: the column, as `table.column`, and the row's id. It cannot be opened elsewhere. */
export type Place = { column: `${string}.${string}`; row: string };

/** Seals text about `subject`. Throws when their key was destroyed: nothing new is kept about an erased person. */
export async function seal(tx: Tx, subject: string, text: string, place: Place): Promise<Buffer> {
  const key = (await dataKey(tx, subject)) ?? (await makeDataKey(tx, subject));
  if (key === 'destroyed') throw new Error('This person’s record was erased; nothing can be added to it.');
  return encrypt(key, Buffer.from(text, 'utf8'), placeName(place));
}

/**
 * Opens sealed texts about one subject, leaving one audit entry for each, or a single one `as` the whole they make up. A
 * text is null when the person's key was destroyed. Throws when a text was tampered with, or when the audit cannot be
 * written. Only where telling them would put them in danger is `tellSubject` false: the entry is kept, but they do not
 * see it. `keptBy` is the organisation that keeps the record, when it is not the speaker's own.
 */
export async function reveal(
  tx: Tx,
  subject: string,
  sealed: { text: Buffer; place: Place }[],
  reason?: string,
  { tellSubject = true, keptBy, as }: Opening = {}
): Promise<(string | null)[]> {
  if (sealed.length === 0) return [];
  const key = await dataKey(tx, subject);
  const read = as ? [as] : sealed.map(({ place }) => entryOf(place));
  await audit(
    tx,
    ...read.map((entry) => ({ ...entry, subject: tellSubject ? subject : null, reason, keptBy }))
  );
  if (key === null || key === 'destroyed') return sealed.map(() => null);
  return sealed.map(({ text, place }) => decrypt(key, text, placeName(place)).toString('utf8'));
}

type Opening = { tellSubject?: boolean; keptBy?: string; as?: Required<Pick<Entry, 'action' | 'thing'>> };

function entryOf({ column, row }: Place): Required<Pick<Entry, 'action' | 'thing'>> {
  return { action: `${column.split('.')[0]!.replaceAll('_', '-')}.read`, thing: { kind: column, id: row } };
}

/**
 * Erases everything sealed about the person: their key is gone. Cannot be undone. A backup made before still holds the key;
 * restoring it replays the erasures made since.
 */
export async function destroyKey(tx: Tx, subject: string, reason: string): Promise<void> {
  await tx
    .updateTable('person_keys')
    .set({ wrapped: null, destroyed_at: now() })
    .where('person_id', '=', subject)
    .where('destroyed_at', 'is', null)
    .execute();
  await noteErasureLater(tx, subject);
  await audit(tx, { action: 'person-key.destroyed', subject, reason });
}

/** Wraps again, with the newest master key, the keys wrapped by an older one. Returns how many. */
export async function rotateKeys(tx: Tx): Promise<number> {
  const old = await tx
    .selectFrom('person_keys')
    .select(['person_id', 'wrapped', 'master_version'])
    .where('master_version', '<', currentMasterVersion())
    .where('wrapped', 'is not', null)
    .forUpdate()
    .execute();
  for (const { person_id, wrapped, master_version } of old) {
    const key = decrypt(masterKey(master_version), wrapped!, person_id);
    await tx
      .updateTable('person_keys')
      .set({
        wrapped: encrypt(masterKey(currentMasterVersion()), key, person_id),
        master_version: currentMasterVersion()
      })
      .where('person_id', '=', person_id)
      .execute();
  }
  return old.length;
}

async function dataKey(tx: Tx, subject: string): Promise<Buffer | 'destroyed' | null> {
  const row = await tx
    .selectFrom('person_keys')
    .select(['wrapped', 'master_version'])
    .where('person_id', '=', subject)
    .executeTakeFirst();
  if (!row) return null;
  return row.wrapped ? decrypt(masterKey(row.master_version), row.wrapped, subject) : 'destroyed';
}

// Two first writes about one person may race; the one that comes second uses the first one's key.
async function makeDataKey(tx: Tx, subject: string): Promise<Buffer | 'destroyed'> {
  const version = currentMasterVersion();
  await tx
    .insertInto('person_keys')
    .values({
      person_id: subject,
      wrapped: encrypt(masterKey(version), randomBytes(32), subject),
      master_version: version,
      made_at: now()
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const key = await dataKey(tx, subject);
  if (key === null) throw new Error('This person is not known here.');
  return key;
}

function placeName({ column, row }: Place): string {
  return `${column}/${row}`;
}
