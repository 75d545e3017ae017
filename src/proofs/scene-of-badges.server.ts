/**
 * More that the story leaves untold: a badge made, brought back and withdrawn; a clinician listed and not any more; work
 * sent from a device by somebody who may not do it; a recording to calibrate on; a sheet that one colleague hands in and another goes on with.
 */
import { readFileSync } from 'node:fs';
import { listMyself, unlistMyself } from '#domains/care-plans/index.server.ts';
import {
  addPiece,
  badgeFile,
  bringBadge,
  issueBadge,
  revokeBadge
} from '#domains/competence/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import { storeFile } from '#platform/files/index.server.ts';
import { newId } from '#platform/ids.ts';
import { receiveImport } from '#platform/imports/index.server.ts';
import { receive } from '#platform/offline/index.server.ts';

type Does = (key: string, work: (tx: Tx, person: Person) => Promise<unknown>) => Promise<void>;

export async function tellOfBadges(does: Does): Promise<void> {
  await does('supporter', makeAndWithdraw);
  await does('clinician', async (tx, clinician) => {
    await listMyself(tx, newId(), clinician);
    await unlistMyself(tx, clinician);
  });
  await does('supporter', async (tx, supporter) => {
    const sheet = { workshop: newId(), marks: [] };
    const sent = { kind: 'attendance', person: supporter.id, madeAt: now().toISOString(), payload: sheet };
    const { outcome } = await receive(tx, { id: newId(), ...sent }, supporter);
    return outcome === 'set-aside' ? null : outcome;
  });
  await does('coordinator', addRecordedPiece);
  const bytes = readFileSync('examples/places-with-mistakes.csv');
  // A file of an import is its colleagues' too; one that belongs to nothing is its owner's alone.
  await does('coordinator', (tx) =>
    storeFile(tx, { id: newId(), name: 'notes.csv', bytes, kind: 'spreadsheet' })
  );
  await does('coordinator', (tx, coordinator) =>
    receiveImport(tx, { id: newId(), kind: 'places', name: 'places.csv', bytes }, coordinator)
  );
}

// A WAV file without a sound in it: whoever assesses may play it, though the coordinator gave it.
function addRecordedPiece(tx: Tx, coordinator: Person): Promise<string | null> {
  const bytes = Buffer.from(
    '524946462400000057415645666d74201000000001000100401f0000803e0000020010006461746100000000',
    'hex'
  );
  const piece = {
    id: newId(),
    rubric: 'foundational-helping',
    words: { title: 'Recorded', transcript: 'Helper: hello', link: null },
    recording: { name: 'recorded.wav', bytes },
    reference: { ticks: ['rapport.basic.1'], source: 'Two supervisors', explanation: '' }
  };
  return addPiece(tx, piece, coordinator);
}

async function makeAndWithdraw(tx: Tx, supporter: Person): Promise<string | null> {
  const { id: certificate } = await tx
    .selectFrom('certificates')
    .where('person_id', '=', supporter.id)
    .select('id')
    .executeTakeFirstOrThrow();
  const asker = { person: supporter.id, organisation: supporter.organisation };
  const wanted = { certificate, language: 'en', identity: { kind: 'none' } } as const;
  const made = await issueBadge(tx, wanted, asker);
  if ('refusal' in made) return made.refusal;
  const { bytes: file } = (await badgeFile(tx, made.badge, 'json'))!;
  const refusal = await bringBadge(tx, { id: newId(), file, way: async () => null }, supporter);
  if (refusal) return refusal;
  await revokeBadge(tx, { badge: made.badge, reason: 'Made by mistake.' }, supporter.id);
  return null;
}
