/** Badges among others: the published schema, a second implementation, other issuers' badges. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { generate } from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import Ajv from 'ajv-draft-04';
import { beforeAll, expect, test } from 'vitest';
import { addDays, dayIn, now } from '#platform/clock/index.ts';
import { contexts, loaderOf } from '#platform/credentials/contexts.server.ts';
import { issuerDocument, unbake, type Outside } from '#platform/credentials/index.server.ts';
import { secondOpinion } from '#platform/testing/second-opinion.ts';
import { createStaffSignIn, openIdentity } from '#platform/identity/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import {
  badgeFile,
  bringBadge,
  broughtBadgesOf,
  checkBadge,
  checkBroughtBadge,
  issueBadge,
  removeBroughtBadge,
  statusListNamed,
  type BadgeWanted
} from './index.server.ts';
import { badgeFormats, certificateRoles, type BadgeFormat, type CertificateRole } from './index.ts';
import { schoolBadge, schoolList, schoolListOf } from './school.testing.ts';

// What a test tampers with has whatever shape the test says.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

const database = onDatabase();
beforeAll(() => void openIdentity(database.addresses));

async function holder(role: CertificateRole = 'practitioner') {
  const here = await village(database, 'Green Valley Together');
  const sam = await here.person('Sam', 'supporter');
  const cora = await here.person('Cora', 'coordinator');
  const email = `sam.${sam.id}@example.org`;
  await createStaffSignIn(sam, email, 'walk the garden path');
  const certificate = newId();
  await here.asSystem((tx) =>
    tx
      .insertInto('certificates')
      .values({
        organisation_id: here.organisation,
        id: certificate,
        person_id: sam.id,
        role,
        training_hours: '60',
        issued_by: cora.id,
        issued_on: dayIn('UTC'),
        expires_on: addDays(dayIn('UTC'), 364),
        issued_at: now(),
        code: certificate
          .replaceAll('-', '')
          .toUpperCase()
          .replace(/[0189]/g, 'Z')
          .slice(0, 26)
      })
      .execute()
  );
  const badge = async (
    identity: BadgeWanted['identity'],
    language: BadgeWanted['language'] = 'en',
    format: BadgeFormat = 'json'
  ) => {
    const asker = { person: sam.id, organisation: sam.organisation };
    const made = await here.as(sam, (tx) => issueBadge(tx, { certificate, language, identity }, asker));
    if ('refusal' in made) throw new Error(made.refusal);
    const file = await here.as(sam, (tx) => badgeFile(tx, made.badge, format));
    return JSON.parse(unbake(file!.bytes));
  };
  return { ...here, sam, cora, email, certificate, badge };
}

// The schema is 1EdTech's and lies beside the project where it is developed; what its licence allows is to use it.
function standards(): string | null {
  for (let folder = import.meta.dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const found = path.join(folder, 'shared', 'standards', 'open-badges-3.0');
    if (existsSync(found)) return found;
  }
  return null;
}

/**
 * The published schema (draft 4) is of the days of the credentials data model 1.1. What 2.0 says in other words is told in its
 * words: `validFrom` was `issuanceDate`, and of a status it knows one, with an address and a type. Nothing else is changed.
 */
function inWordsOfSchema({ validFrom, validUntil, credentialStatus, ...badge }: Loose): Loose {
  const [{ id, type }] = credentialStatus;
  return { ...badge, issuanceDate: validFrom, expirationDate: validUntil, credentialStatus: { id, type } };
}

test.skipIf(!standards())(
  'every badge is what the published schema of Open Badges 3.0 asks for',
  async () => {
    const schema = JSON.parse(
      readFileSync(path.join(standards()!, 'achievementcredential.schema.draft4.json'), 'utf8')
    );
    const isValid = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const { badge } = await holder();
    for (const identity of [
      { kind: 'email' },
      { kind: 'did', did: 'did:key:z6MkSam' },
      { kind: 'none' }
    ] as const)
      for (const language of ['en', 'ar'] as const) {
        isValid(inWordsOfSchema(await badge(identity, language)));
        expect(isValid.errors).toBeNull();
      }
    for (const role of certificateRoles) {
      const certified = await holder(role);
      for (const format of badgeFormats) {
        isValid(inWordsOfSchema(await certified.badge({ kind: 'email' }, 'fr', format)));
        expect([role, format, isValid.errors]).toEqual([role, format, null]);
      }
    }
    const nameless = inWordsOfSchema(await badge({ kind: 'none' }));
    delete nameless.credentialSubject.achievement.name;
    expect(isValid(nameless)).toBe(false);
    const published = JSON.parse(readFileSync(path.join(standards()!, 'context-3.0.3.json'), 'utf8'));
    const shipped = await contexts();
    expect(shipped.get('https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json')).toEqual(published);
  }
);

test('a second implementation, with the key out of the published document, finds badge and status list signed', async () => {
  const here = await holder();
  const badge = await here.badge({ kind: 'email' });
  const did: Loose = await here.asSystem((tx) => issuerDocument(tx, badge.issuer.id));
  const list: Loose = await here.asSystem((tx) =>
    statusListNamed(tx, { id: here.organisation, slug: here.sam.organisation.slug }, 'revocation-1')
  );
  for (const signed of [badge, list]) {
    const method = did.verificationMethod.find(({ id }: Loose) => id === signed.proof.verificationMethod);
    const ask = async (document: Loose) =>
      (await secondOpinion(document, method.publicKeyMultibase, await contexts())).verified;
    expect(await ask(signed)).toBe(true);
    expect(await ask({ ...signed, validUntil: '2999-01-01T00:00:00Z' })).toBe(false);
  }
});

test('the e-mail is in the badge only as a salted hash, and its owner can be told from it', async () => {
  const here = await holder();
  const badge = await here.badge({ kind: 'email' });
  expect(JSON.stringify(badge)).not.toContain(here.email);
  const [identity] = badge.credentialSubject.identifier;
  expect(identity).toMatchObject({ hashed: true, identityType: 'emailAddress' });
  expect(await here.badge({ kind: 'email' })).toEqual(badge);
  const file = Buffer.from(JSON.stringify(badge));
  const refusal = await here.as(here.sam, (tx) => bringBadge(tx, { id: newId(), file }, here.sam));
  expect(refusal).toBeNull();
  const [kept] = await here.as(here.sam, (tx) => broughtBadgesOf(tx, here.sam.id));
  expect(kept).toMatchObject({ about: 'theirs', reasons: [] });
});

/** A school somewhere else, with its own key, its documents on its own server, and a list of what it took back. */
async function school() {
  const did = 'did:web:school.example';
  const pair = await generate({ controller: did });
  const documents = new Map<string, unknown>();
  const document = { id: did, verificationMethod: [] as object[], assertionMethod: [] as string[] };
  document.verificationMethod.push({
    id: pair.id,
    type: 'Multikey',
    controller: did,
    publicKeyMultibase: pair.publicKeyMultibase
  });
  document.assertionMethod.push(pair.id);
  documents.set('https://school.example/.well-known/did.json', document);
  const signed = async (credential: object): Promise<Loose> =>
    issue({
      credential: structuredClone(credential),
      suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite }),
      documentLoader: await loaderOf()
    });
  const publish = async (bits: Buffer) => documents.set(schoolList, await signed(schoolListOf(did, bits)));
  await publish(Buffer.alloc(16_384));
  const badge = await signed(schoolBadge(did, 'did:key:z6MkSam'));
  const way: Outside = async (address) => documents.get(address) ?? null;
  return { badge, documents, publish, way, document };
}

test('a badge of a school elsewhere is checked with the school’s own documents, and again when it takes it back', async () => {
  const here = await holder();
  const { badge, publish, way } = await school();
  const id = newId();
  const file = Buffer.from(JSON.stringify(badge));
  const asSam = <T>(work: Parameters<typeof here.as<T>>[1]) => here.as(here.sam, work);
  expect(await asSam((tx) => bringBadge(tx, { id, file, way }, here.sam))).toBeNull();
  expect(await asSam((tx) => bringBadge(tx, { id: newId(), file, way }, here.sam))).toBe('here-already');
  const seen = () => here.as(here.cora, (tx) => broughtBadgesOf(tx, here.sam.id));
  expect(await seen()).toMatchObject([
    {
      name: 'First aid for the mind',
      issuer: 'School of Listening',
      signedBy: 'did:web:school.example',
      about: 'unsaid',
      reasons: []
    }
  ]);

  const bits = Buffer.alloc(16_384);
  bits[0] = 0b0000_0001;
  await publish(bits);
  expect(await here.as(here.cora, (tx) => checkBroughtBadge(tx, { badge: id, way }, here.cora))).toBe(true);
  expect(await seen()).toMatchObject([{ id, reasons: ['revoked'] }]);

  // Only Sam takes it away, and nobody who has no business with it saw it.
  const donor = await here.person('Dora', 'donor');
  expect(await here.as(donor, (tx) => broughtBadgesOf(tx, here.sam.id))).toEqual([]);
  expect(await here.as(here.cora, (tx) => removeBroughtBadge(tx, id, here.cora))).toBe(false);
  expect(await asSam((tx) => removeBroughtBadge(tx, id, here.sam))).toBe(true);
  expect(await seen()).toEqual([]);
});

test('what the school’s server does not say, or says of another, makes no badge valid', async () => {
  const here = await holder();
  const { badge, documents, way, document } = await school();
  const reasons = async (shown: Loose = badge) =>
    (await here.asSystem((tx) => checkBadge(tx, Buffer.from(JSON.stringify(shown)), way))).reasons;
  expect(await reasons()).toEqual([]);
  expect(await reasons({ ...badge, name: 'Surgeon' })).toEqual(['altered']);

  const signedList = documents.get(schoolList) as Loose;
  for (const bad of [
    null,
    { ...signedList, issuer: 'did:web:other.example' },
    { ...signedList, credentialSubject: { ...signedList.credentialSubject, encodedList: 'uH4sI' } },
    { ...signedList, validUntil: '2000-01-01T00:00:00Z' },
    'nonsense'
  ]) {
    documents.set(schoolList, bad);
    expect(await reasons()).toEqual(['status-unknown']);
  }
  documents.set(schoolList, signedList);

  const at = 'https://school.example/.well-known/did.json';
  documents.set(at, { ...document, assertionMethod: [] });
  expect(await reasons()).toEqual(['wrong-issuer']);
  documents.set(at, { ...document, id: 'did:web:other.example' });
  expect(await reasons()).toEqual(['unknown-issuer']);
  documents.delete(at);
  expect(await reasons()).toEqual(['unknown-issuer']);
});

test('a list that unpacks to far more than it seems is not unpacked', async () => {
  const here = await holder();
  const { badge, publish, way } = await school();
  await publish(Buffer.alloc(64 * 1024 * 1024));
  const { reasons } = await here.asSystem((tx) => checkBadge(tx, Buffer.from(JSON.stringify(badge)), way));
  expect(reasons).toEqual(['status-unknown']);
});
