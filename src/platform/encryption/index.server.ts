/**
 * Sealing what is written about a person's mental health. Each person has a data key; what is sealed with it
 * can be read only through `reveal`, which leaves an audit entry, and never again once the key is destroyed.
 */
import { randomBytes } from 'node:crypto';
import { audit, type Entry } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { decrypt, encrypt } from './envelope.server.ts';
import { noteErasuresLater } from './erasures.server.ts';
import { currentMasterVersion, masterKey } from './master-key.server.ts';

export { assembleErasures, erasuresIn } from './erasures.server.ts';
export { addMasterKey, masterKeyMarks } from './master-key.server.ts';
export { keysForPage, openOurOwn, sealForOurselves } from './own.server.ts';

/** Where a sealed text lives: the column, as `table.column`, and the row's id. It cannot be opened elsewhere. */
export type Place = { column: `${string}.${string}`; row: string };

/** Seals text about `subject`. Throws when their key was destroyed: nothing new is kept about an erased person. */
export async function seal(tx: Tx, subject: string, text: string, place: Place): Promise<Buffer> {
  const [sealed] = await sealAll(tx, [{ subject, text, place }]);
  return sealed!;
}

/** Seals texts about many people, in their order, with few questions to the database. Throws as `seal` does, and then seals none. */
export async function sealAll(
  tx: Tx,
  texts: { subject: string; text: string; place: Place }[]
): Promise<Buffer[]> {
  const keys = await keysToSealWith(tx, [...new Set(texts.map(({ subject }) => subject))]);
  return texts.map(({ subject, text, place }) =>
    encrypt(keys.get(subject)!, Buffer.from(text, 'utf8'), placeName(place))
  );
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
  const key = (await dataKeys(tx, [subject])).get(subject);
  const read = as ? [as] : sealed.map(({ place }) => entryOf(place));
  await audit(
    tx,
    ...read.map((entry) => ({ ...entry, subject: tellSubject ? subject : null, reason, keptBy }))
  );
  if (key === undefined || key === 'destroyed') return sealed.map(() => null);
  return sealed.map(({ text, place }) => decrypt(key, text, placeName(place)).toString('utf8'));
}

type Opening = { tellSubject?: boolean; keptBy?: string; as?: Required<Pick<Entry, 'action' | 'thing'>> };

function entryOf({ column, row }: Place): Required<Pick<Entry, 'action' | 'thing'>> {
  return { action: `${column.split('.')[0]!.replaceAll('_', '-')}.read`, thing: { kind: column, id: row } };
}

/**
 * Erases everything sealed about these people: their keys are gone. Cannot be undone. A backup made before still holds the
 * keys; restoring it replays the erasures made since.
 */
export async function destroyKeys(tx: Tx, subjects: string[], reason: string): Promise<void> {
  await tx
    .updateTable('person_keys')
    .set({ wrapped: null, destroyed_at: now() })
    .where('person_id', 'in', subjects)
    .where('destroyed_at', 'is', null)
    .execute();
  await noteErasuresLater(tx, subjects);
  await audit(
    tx,
    ...subjects.map((subject) => ({ action: 'person-key.destroyed' as const, subject, reason }))
  );
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

type DataKey = Buffer | 'destroyed';

async function dataKeys(tx: Tx, subjects: string[]): Promise<Map<string, DataKey>> {
  if (subjects.length === 0) return new Map();
  const rows = await tx
    .selectFrom('person_keys')
    .select(['person_id', 'wrapped', 'master_version'])
    .where('person_id', 'in', subjects)
    .execute();
  return new Map(
    rows.map(({ person_id, wrapped, master_version }) => [
      person_id,
      wrapped ? decrypt(masterKey(master_version), wrapped, person_id) : 'destroyed'
    ])
  );
}

async function keysToSealWith(tx: Tx, subjects: string[]): Promise<Map<string, Buffer>> {
  const known = await dataKeys(tx, subjects);
  const made = await makeDataKeys(
    tx,
    subjects.filter((subject) => !known.has(subject))
  );
  const keys = new Map<string, Buffer>();
  for (const subject of subjects) {
    const key = known.get(subject) ?? made.get(subject);
    if (key === undefined) throw new Error('This person is not known here.');
    if (key === 'destroyed') throw new Error('This person’s record was erased; nothing can be added to it.');
    keys.set(subject, key);
  }
  return keys;
}

// Two first writes about one person may race; the one that comes second uses the first one's key.
async function makeDataKeys(tx: Tx, subjects: string[]): Promise<Map<string, DataKey>> {
  if (subjects.length === 0) return new Map();
  const version = currentMasterVersion();
  await tx
    .insertInto('person_keys')
    .values(
      subjects.map((subject) => ({
        person_id: subject,
        wrapped: encrypt(masterKey(version), randomBytes(32), subject),
        master_version: version,
        made_at: now()
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return dataKeys(tx, subjects);
}

function placeName({ column, row }: Place): string {
  return `${column}/${row}`;
}
