import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { Person } from '#platform/access/index.ts';
import { addDays, dayIn, moveClock, now } from '#platform/clock/index.ts';
import { keyToSign, rotateIssuerKey, sign, type Outside } from '#platform/credentials/index.server.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { settings } from '#platform/settings/index.server.ts';
import { onDatabase, village, type Village } from '#platform/testing/index.server.ts';
import {
  badgeFile,
  checkBadge,
  issueBadge,
  liftSuspension,
  revokeBadge,
  statusListNamed,
  suspendCertificate,
  type BadgeWanted
} from './index.server.ts';

const database = onDatabase();
// Nobody is asked outside, unless a test says so.
const nobodyOutside: Outside = async () => null;

/** Sam holds a certificate; Cora coordinates. */
async function holder(name = 'Green Valley Together') {
  const here = await village(database, name);
  const sam = await here.person('Sam', 'supporter');
  const cora = await here.person('Cora', 'coordinator');
  return { ...here, sam, cora, certificate: await certify(here, sam, cora) };
}

async function certify(here: Village, person: Person, issuer: Person): Promise<string> {
  const id = newId();
  await here.asSystem((tx) =>
    tx
      .insertInto('certificates')
      .values({
        organisation_id: here.organisation,
        id,
        person_id: person.id,
        role: 'supporter',
        training_hours: '46.5',
        issued_by: issuer.id,
        issued_on: dayIn('UTC'),
        expires_on: addDays(dayIn('UTC'), 364),
        issued_at: now(),
        code: Array.from({ length: 26 }, () => 'ABCDEFGH234567'[Math.floor(Math.random() * 14)]).join('')
      })
      .execute()
  );
  return id;
}

type Holder = Awaited<ReturnType<typeof holder>>;
async function badgeOf(
  { as, sam, certificate }: Holder,
  { by = sam, ...wish }: Partial<BadgeWanted> & { by?: Person } = {}
): Promise<string> {
  const wanted = { certificate, language: 'en', identity: { kind: 'none' }, ...wish } as const;
  const made = await as(by, (tx) => issueBadge(tx, wanted, { person: by.id, organisation: by.organisation }));
  if ('refusal' in made) throw new Error(made.refusal);
  return made.badge;
}
async function fileOf({ as, sam }: Holder, badge: string, format: 'json' | 'png' | 'svg' = 'json') {
  return (await as(sam, (tx) => badgeFile(tx, badge, format)))!.bytes;
}
// A stranger checks: nobody signed in, no organisation.
const check = (file: Buffer | string, way = nobodyOutside) =>
  speakAs(database.database, { visitor: true }, (tx) => checkBadge(tx, Buffer.from(file), way));
const reasonsOf = async (file: Buffer | string) => (await check(file)).reasons;
// What a test tampers with has whatever shape the test says.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;
const changed = (json: Buffer, change: (credential: Loose) => void) => {
  const credential = JSON.parse(json.toString());
  change(credential);
  return JSON.stringify(credential);
};

test('Sam makes a badge of the certificate, and a stranger finds it valid: as JSON, in a PNG and in an SVG', async () => {
  const here = await holder();
  const badge = await badgeOf(here);
  for (const format of ['json', 'png', 'svg'] as const) {
    const verdict = await check(await fileOf(here, badge, format));
    expect(verdict).toMatchObject({ valid: true, reasons: [], here: true });
  }
});

test('what is not as it was signed, or not any more, is refused, each with its reason', async () => {
  const here = await holder();
  const json = await fileOf(here, await badgeOf(here));
  const other = await holder('Hill Clinic');
  const theirs = JSON.parse((await fileOf(other, await badgeOf(other))).toString());

  // Altered: another name, another date.
  const renamed = changed(json, (badge) => (badge.credentialSubject.achievement.name = 'Psychiatrist'));
  expect(await reasonsOf(renamed)).toEqual(['altered']);
  const prolonged = changed(json, (badge) => (badge.validUntil = '2999-01-01T00:00:00Z'));
  expect(await reasonsOf(prolonged)).toEqual(['altered']);

  // Another issuer's name over our signature, and another issuer's signature under our name.
  const lent = changed(json, (badge) => (badge.issuer.id = theirs.issuer.id));
  expect(await reasonsOf(lent)).toEqual(['wrong-issuer', 'altered']);
  const invented = changed(
    json,
    (badge) => (badge.proof.verificationMethod = `${badge.issuer.id}#z6MkNobody`)
  );
  expect(await reasonsOf(invented)).toEqual(['wrong-issuer']);

  // An issuer nobody knows.
  const nowhere = changed(json, (badge) => {
    badge.issuer.id = 'did:web:nowhere.example';
    badge.proof.verificationMethod = 'did:web:nowhere.example#key';
  });
  expect(await reasonsOf(nowhere)).toEqual(['unknown-issuer']);

  const validUntil = new Date(JSON.parse(json.toString()).validUntil);
  moveClock(new Date(validUntil.getTime() + 1000));
  expect(await reasonsOf(json)).toEqual(['expired']);
  moveClock(new Date(Date.parse(JSON.parse(json.toString()).validFrom) - 1000));
  expect(await reasonsOf(json)).toEqual(['not-yet-valid']);
});

test('who signs with their own key as somebody else is found out, although the signature is right', async () => {
  const here = await holder();
  const other = await holder('Hill Clinic');
  const claims = JSON.parse((await fileOf(here, await badgeOf(here))).toString());
  delete claims.proof;
  const forged = await other.as(other.cora, async (tx) =>
    sign(tx, await keyToSign(tx, other.cora.organisation, settings().origin), claims)
  );
  expect(await reasonsOf(JSON.stringify(forged))).toEqual(['wrong-issuer']);
});

test('a suspension shows in the badge at once, and its lifting too; taking back is for good', async () => {
  const here = await holder();
  const badge = await badgeOf(here);
  const json = await fileOf(here, badge);
  const { as, cora, certificate } = here;
  await as(cora, (tx) => suspendCertificate(tx, { id: newId(), certificate, reason: 'an incident' }, cora));
  expect(await reasonsOf(json)).toEqual(['suspended']);
  await as(cora, (tx) => liftSuspension(tx, { certificate, reason: 'looked into' }, cora));
  expect(await reasonsOf(json)).toEqual([]);
  await as(cora, (tx) => revokeBadge(tx, { badge, reason: 'made out to the wrong person' }, cora.id));
  await as(cora, (tx) => suspendCertificate(tx, { id: newId(), certificate, reason: 'again' }, cora));
  expect(await reasonsOf(json)).toEqual(['revoked', 'suspended']);
});

test('the same choices give the same badge, others another one, and one taken back is never given again', async () => {
  const here = await holder();
  const first = await badgeOf(here);
  expect(await badgeOf(here)).toBe(first);
  expect(await badgeOf(here, { by: here.cora })).toBe(first);
  expect(await badgeOf(here, { language: 'sw' })).not.toBe(first);
  const did = await badgeOf(here, { identity: { kind: 'did', did: 'did:key:z6MkSam' } });
  expect(await badgeOf(here, { identity: { kind: 'did', did: 'did:key:z6MkSam' } })).toBe(did);
  expect(await badgeOf(here, { identity: { kind: 'did', did: 'did:key:z6MkOther' } })).not.toBe(did);
  await here.as(here.sam, (tx) => revokeBadge(tx, { badge: first, reason: 'mine to take' }, here.sam.id));
  expect(await badgeOf(here)).not.toBe(first);
});

test('after a change of keys old badges stay valid, unless the old key is distrusted', async () => {
  const here = await holder();
  const { organisation } = here.cora;
  const rotate = (distrusted: boolean) =>
    here.asSystem((tx) =>
      rotateIssuerKey(tx, organisation, settings().origin, { distrusted, reason: 'yearly', by: null })
    );
  const old = await fileOf(here, await badgeOf(here));
  await rotate(false);
  const second = await fileOf(here, await badgeOf(here));
  expect(JSON.parse(second.toString()).proof.verificationMethod).not.toBe(
    JSON.parse(old.toString()).proof.verificationMethod
  );
  expect([await reasonsOf(old), await reasonsOf(second)]).toEqual([[], []]);
  await rotate(true);
  expect([await reasonsOf(old), await reasonsOf(second)]).toEqual([[], ['wrong-issuer']]);
});

test('flip any byte of what was signed, and it is noticed', async () => {
  const here = await holder();
  const json = await fileOf(here, await badgeOf(here));
  const end = json.indexOf('"proof":');
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: end - 1 }),
      fc.integer({ min: 0, max: 7 }),
      async (at, bit) => {
        const flipped = Buffer.from(json);
        flipped[at]! ^= 1 << bit;
        const { valid } = await check(flipped);
        if (valid) throw new Error(`Byte ${at} of …${json.subarray(at - 30, at + 30)}… may be flipped.`);
      }
    ),
    { numRuns: 300 }
  );
});

test('what is no badge is told from a broken one', async () => {
  const here = await holder();
  const badge = await badgeOf(here);
  const [json, png, svg] = await Promise.all(
    (['json', 'png', 'svg'] as const).map((format) => fileOf(here, badge, format))
  );
  for (const [file, reason] of [
    ['', 'not-a-badge'],
    ['hello', 'not-a-badge'],
    ['{"type":"Certificate"}', 'not-a-badge'],
    ['[1,2]', 'not-a-badge'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'not-a-badge'],
    [Buffer.from([0xff, 0xfe, 0, 1]), 'not-a-badge'],
    [json!.subarray(0, -20), 'malformed'],
    [png!.subarray(0, -20), 'malformed'],
    [svg!.toString().replace(/(<openbadges:credential>[^]*?<\/openbadges:credential>)/, '$1$1'), 'malformed'],
    [`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, 'malformed'],
    ['{"type":"OpenBadgeCredential"}', 'malformed'],
    ['eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJkaWQifQ.c2lnbmF0dXJl', 'not-a-badge'],
    [changed(json!, (credential) => (credential.proof.cryptosuite = 'eddsa-jcs-2022')), 'unsupported'],
    [
      changed(json!, (credential) => credential['@context'].push('https://evil.example/words')),
      'unsupported'
    ],
    [
      changed(json!, (credential) => credential['@context'].push({ name: 'https://evil.example/n' })),
      'malformed'
    ]
  ] as const)
    expect([String(file).slice(0, 60), await reasonsOf(file as Buffer)]).toEqual([
      String(file).slice(0, 60),
      [reason]
    ]);
});

test('the list says nothing of how many there are, and only its own organisation can be asked for it', async () => {
  const here = await holder();
  const before = (await fileOf(here, await badgeOf(here))).toString();
  const entries = JSON.parse(before).credentialStatus;
  expect(entries.map((entry: Loose) => entry.statusPurpose)).toEqual(['revocation', 'suspension']);
  const list = (name: string, organisation = here.organisation) =>
    speakAs(database.database, { visitor: true, organisation }, (tx) =>
      statusListNamed(tx, { id: organisation, slug: here.sam.organisation.slug }, name)
    );
  const signed: Loose = await list('revocation-1');
  expect(signed.id).toBe(entries[0].statusListCredential);
  const bits = gunzipSync(Buffer.from(signed.credentialSubject.encodedList.slice(1), 'base64url'));
  expect([bits.length, bits.every((byte) => byte === 0)]).toEqual([131_072 / 8, true]);
  for (const name of ['revocation-2', 'revocation-0', 'message-1', 'revocation-1x', ''])
    expect(await list(name)).toBeNull();
});

test('Sam, Cora and those whose work it is may hold the badge; somebody from elsewhere may not, nor make one', async () => {
  const here = await holder();
  const badge = await badgeOf(here);
  const other = await holder('Hill Clinic');
  const donor = await here.person('Dora', 'donor');
  const wanted = { certificate: here.certificate, language: 'en', identity: { kind: 'none' } } as const;
  for (const stranger of [other.cora, donor]) {
    const place = stranger === donor ? here : other;
    expect(await place.as(stranger, (tx) => badgeFile(tx, badge, 'json'))).toBeNull();
    expect(
      await place.as(stranger, (tx) =>
        issueBadge(tx, wanted, { person: stranger.id, organisation: stranger.organisation })
      )
    ).toEqual({ refusal: 'not-found' });
  }
});

test('there is no more about Sam in the badge than was asked for', async () => {
  const here = await holder();
  const json = (await fileOf(here, await badgeOf(here))).toString();
  for (const known of [here.sam.id, here.cora.id, here.certificate, '"Sam"', 'Cora'])
    expect(json).not.toContain(known);
});
