/**
 * Badges signed as a JSON Web Token (Open Badges 3.0, section 8.2). The school here signs with Node's own crypto, which shares
 * no line with the library that checks.
 */
import { createHmac, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { moveClock } from '#platform/clock/index.ts';
import { bakePng, type Outside } from '#platform/credentials/index.server.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { badgePng } from './badge-picture.server.ts';
import { bringBadge, broughtBadgesOf, checkBadge } from './index.server.ts';
import { signerWords } from './index.ts';
import { schoolBadge, schoolList, schoolListOf } from './school.testing.ts';

const database = onDatabase();

// What a test tampers with has whatever shape the test says.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const whole = (header: object, payload: object, signature: (signed: Buffer) => Buffer) => {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${signature(Buffer.from(signed)).toString('base64url')}`;
};

type Algorithm = 'RS256' | 'ES256' | 'EdDSA';
const pairs = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519')
};
const signer = (alg: Algorithm, key: KeyObject) => (signed: Buffer) =>
  sign(alg === 'EdDSA' ? null : 'sha256', signed, { key, dsaEncoding: 'ieee-p1363' });

type Wish = { alg?: Algorithm; issuer?: string; kid?: string | null };

/** A school somewhere else, whose badges are tokens. */
function school({ alg = 'RS256', issuer = 'https://school.example/issuers/1', kid }: Wish = {}) {
  const { publicKey, privateKey } = pairs[alg]();
  const jwk = publicKey.export({ format: 'jwk' });
  const documents = new Map<string, unknown>();
  const header: Loose = { alg, typ: 'JWT', kid: kid === undefined ? `${issuer}/keys#1` : kid };
  if (kid === null) Object.assign(header, { kid: undefined, jwk });
  documents.set(`${issuer}/keys`, { keys: [{ ...jwk, kid: '1' }] });
  const from = Date.parse('2026-01-01T00:00:00Z') / 1000;
  const until = Date.parse('2030-01-01T00:00:00Z') / 1000;
  const signed = (payload: object, head: object = header) => whole(head, payload, signer(alg, privateKey));
  const publish = (bits: Buffer, more: object = {}) =>
    documents.set(schoolList, signed({ ...schoolListOf(issuer, bits), ...more }));
  publish(Buffer.alloc(16_384));
  const credential: Loose = { ...schoolBadge(issuer, 'did:example:sam'), validUntil: '2030-01-01T00:00:00Z' };
  const claims = { iss: issuer, jti: credential.id, sub: 'did:example:sam', nbf: from, exp: until };
  const payload = { ...credential, ...claims };
  const way: Outside = async (address) => documents.get(address) ?? null;
  return {
    issuer,
    jwk,
    publicKey,
    documents,
    header,
    signed,
    publish,
    list: schoolList,
    credential,
    claims,
    payload,
    way
  };
}
type School = ReturnType<typeof school>;

const check = (token: string | Buffer, { way }: Pick<School, 'way'>) =>
  speakAs(database.database, { visitor: true }, (tx) => checkBadge(tx, Buffer.from(token), way));
const reasonsOf = async (token: string | Buffer, at: School) => (await check(token, at)).reasons;

/** The token with another word in it, and the signature of before. */
function changed(token: string, change: (payload: Loose) => void): string {
  const [head, body, signature] = token.split('.');
  const payload = JSON.parse(Buffer.from(body!, 'base64url').toString());
  change(payload);
  return [head, part(payload), signature].join('.');
}

test.each(['RS256', 'ES256', 'EdDSA'] as const)(
  'a badge signed as a token with %s is valid, as it is and in a picture; altered it is not',
  async (alg) => {
    const there = school({ alg });
    const token = there.signed(there.payload);
    const png = await badgePng('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
    const svg = (element: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">${element}</svg>`;
    for (const file of [
      token,
      ` ${token}\n`,
      bakePng(png, token),
      svg(`<openbadges:credential verify="${token}"></openbadges:credential>`),
      svg(`<openbadges:credential verify='${token}'/>`)
    ])
      expect(await check(file, there)).toMatchObject({ valid: true, reasons: [], here: false });
    const renamed = changed(token, (badge) => (badge.credentialSubject.achievement.name = 'Surgeon'));
    expect(await reasonsOf(renamed, there)).toEqual(['altered']);
    expect(await reasonsOf(bakePng(png, renamed), there)).toEqual(['altered']);
  }
);

test('flip any letter of a token, and it is noticed', async () => {
  const there = school({ alg: 'ES256' });
  const token = there.signed(there.payload);
  // The last letter of a part also carries bits that mean nothing.
  const ends = [token.indexOf('.') - 1, token.lastIndexOf('.') - 1, token.length - 1];
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AQgwz09-_'), async (at, letter) => {
      fc.pre(!ends.includes(at) && token[at] !== letter);
      const { valid } = await check(token.slice(0, at) + letter + token.slice(at + 1), there);
      if (valid) throw new Error(`Letter ${at} may be changed to ${letter}.`);
    }),
    { numRuns: 200 }
  );
});

test('a token that has expired, or is not valid yet, says so', async () => {
  const there = school();
  const token = there.signed(there.payload);
  moveClock(new Date('2030-01-01T00:00:01Z'));
  expect(await reasonsOf(token, there)).toEqual(['expired']);
  moveClock(new Date('2025-12-31T23:59:59Z'));
  expect(await reasonsOf(token, there)).toEqual(['not-yet-valid']);
  // Only the claim says when it ends.
  moveClock(new Date('2030-01-01T00:00:01Z'));
  const endless = { ...there.payload, validUntil: undefined };
  expect(await reasonsOf(there.signed(endless), there)).toEqual(['expired']);
});

test('what the school took back is revoked, and a list of somebody else’s says nothing', async () => {
  const there = school();
  const token = there.signed(there.payload);
  const bits = Buffer.alloc(16_384);
  bits[0] = 0b0000_0001;
  there.publish(bits);
  expect(await reasonsOf(token, there)).toEqual(['revoked']);
  for (const more of [
    { issuer: 'https://other.example' },
    { exp: Date.parse('2026-02-01T00:00:00Z') / 1000 }
  ]) {
    there.publish(Buffer.alloc(16_384), more);
    expect(await reasonsOf(token, there)).toEqual(['status-unknown']);
  }
  const list = there.documents.get(there.list) as string;
  for (const bad of [`${list.slice(0, -9)}AAAAAAAAA`, 'not.a.token', null, { issuer: there.issuer }]) {
    there.documents.set(there.list, bad);
    expect(await reasonsOf(token, there)).toEqual(['status-unknown']);
  }
});

test('a token without a signature, or signed by what is no signature, proves nothing', async () => {
  const there = school();
  const nothing = () => Buffer.alloc(0);
  for (const alg of ['none', 'None', 'NONE'])
    expect(await reasonsOf(whole({ ...there.header, alg }, there.payload, nothing), there)).toEqual([
      'unsigned'
    ]);
  // Algorithm confusion: the public key, which everybody has, as the secret of an HMAC.
  for (const secret of [
    there.publicKey.export({ type: 'spki', format: 'pem' }),
    there.publicKey.export({ type: 'spki', format: 'der' }),
    JSON.stringify(there.jwk)
  ]) {
    const forged = whole({ ...there.header, alg: 'HS256' }, there.payload, (signed) =>
      createHmac('sha256', secret).update(signed).digest()
    );
    expect(await reasonsOf(forged, there)).toEqual(['unsupported']);
  }
  // The key is of one kind, the algorithm of another.
  expect(await reasonsOf(there.signed(there.payload, { ...there.header, alg: 'ES256' }), there)).toEqual([
    'unsupported'
  ]);
  const demanding = { ...there.header, crit: ['b64'], b64: false };
  expect(await reasonsOf(there.signed(there.payload, demanding), there)).toEqual(['unsupported']);
  expect(await reasonsOf(there.signed(there.payload, { ...there.header, typ: 'at+jwt' }), there)).toEqual([
    'unsupported'
  ]);
});

test('whoever signs with their own key as somebody else is found out, however they show the key', async () => {
  const there = school();
  const forger = school({ issuer: 'https://forger.example/issuers/1' });
  const way: Outside = async (address) =>
    there.documents.get(address) ?? forger.documents.get(address) ?? null;
  there.documents.set('https://school.example/.well-known/jwks.json', { keys: [there.jwk] });
  const told = async (head: object) => reasonsOf(forger.signed(there.payload, head), { ...there, way });
  const plain = { alg: 'RS256' };
  expect(await told({ ...plain, jwk: forger.jwk })).toEqual(['wrong-issuer']);
  expect(await told({ ...plain, kid: forger.header.kid })).toEqual(['wrong-issuer']);
  // Their key beside the school's own, on the same host, does not make them the school.
  for (const near of ['https://school.example/forger/key', 'https://school.example/issuers/12/key']) {
    forger.documents.set(near, forger.jwk);
    expect(await told({ ...plain, kid: near })).toEqual(['wrong-issuer']);
    const around = `${there.issuer}/../../${near.slice('https://school.example/'.length)}`;
    forger.documents.set(around, forger.jwk);
    expect(await told({ ...plain, kid: around })).toEqual(['wrong-issuer']);
  }
  // The school's name for a key, and the forger's signature.
  expect(await told(there.header)).toEqual(['altered']);
  expect(await told({ ...plain, kid: 'https://nowhere.example/key' })).toEqual(['unknown-issuer']);
  expect(await told(plain)).toEqual(['unknown-issuer']);
  const { d } = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  expect(await told({ ...plain, jwk: { ...forger.jwk, d } })).toEqual(['unknown-issuer']);
});

test('a school’s key counts wherever the school itself publishes it', async () => {
  const brought = school({ kid: null });
  const token = brought.signed(brought.payload);
  // The token brings its key, and nobody says that it is the school's.
  brought.documents.clear();
  brought.publish(Buffer.alloc(16_384));
  expect(await reasonsOf(token, brought)).toEqual(['unknown-issuer']);
  const set = 'https://school.example/.well-known/jwks.json';
  brought.documents.set(set, {
    keys: [
      { kty: 'oct', k: 'AAAA' },
      { ...brought.jwk, iss: 'https://other.example' }
    ]
  });
  expect(await reasonsOf(token, brought)).toEqual(['unknown-issuer']);
  brought.documents.set(set, { keys: [{ ...brought.jwk, kid: 'autumn' }] });
  expect(await reasonsOf(token, brought)).toEqual([]);
  const named = brought.signed(brought.payload, { alg: 'RS256', kid: 'autumn' });
  expect(await reasonsOf(named, brought)).toEqual([]);

  const controller = school({ kid: '#2026' });
  const { issuer, jwk } = controller;
  controller.documents.set(issuer, {
    id: issuer,
    verificationMethod: [{ id: '#2026', type: 'JsonWebKey', controller: issuer, publicKeyJwk: jwk }],
    assertionMethod: ['#2026']
  });
  expect(await reasonsOf(controller.signed(controller.payload), controller)).toEqual([]);
});

test('an issuer that is a DID signs with the key of its document, or with the one it consists of', async () => {
  const did = 'did:web:school.example';
  const web = school({ issuer: did, kid: `${did}#1`, alg: 'ES256' });
  const at = 'https://school.example/.well-known/did.json';
  const method = { id: `${did}#1`, type: 'JsonWebKey', controller: did, publicKeyJwk: web.jwk };
  web.documents.set(at, { id: did, verificationMethod: [method], assertionMethod: [method.id] });
  expect(await reasonsOf(web.signed(web.payload), web)).toEqual([]);
  web.documents.set(at, { id: did, verificationMethod: [method], assertionMethod: [] });
  expect(await reasonsOf(web.signed(web.payload), web)).toEqual(['unknown-issuer']);

  for (const alg of ['RS256', 'ES256', 'EdDSA'] as const) {
    for (const name of [didKeyOf, didJwkOf]) {
      const pair = pairs[alg]();
      const issuer = name(alg, pair.publicKey);
      const own = school({ issuer, alg });
      const said = (header: object) => whole(header, without(own.payload), signer(alg, pair.privateKey));
      expect([alg, await reasonsOf(said({ alg, kid: issuer }), own)]).toEqual([alg, []]);
      expect(await reasonsOf(own.signed(without(own.payload), { alg, kid: issuer }), own)).toEqual([
        'altered'
      ]);
    }
  }
});
const without = (payload: Loose) => ({ ...payload, credentialStatus: undefined });

function didJwkOf(_alg: Algorithm, key: KeyObject): string {
  return `did:jwk:${part(key.export({ format: 'jwk' }))}`;
}

// The did:key method: multicodec's number for the kind of key, the key, in base58.
function didKeyOf(alg: Algorithm, key: KeyObject): string {
  const { x, y } = key.export({ format: 'jwk' });
  const bytes = (text: string) => Buffer.from(text, 'base64url');
  const known = {
    EdDSA: () => ['ed01', bytes(x!)] as const,
    ES256: () => ['8024', Buffer.concat([Buffer.from([2 + (bytes(y!).at(-1)! & 1)]), bytes(x!)])] as const,
    RS256: () => ['8524', key.export({ type: 'pkcs1', format: 'der' })] as const
  };
  const [code, rest] = known[alg]();
  let number = BigInt(`0x${code}${rest.toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n)
    text = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[Number(number % 58n)] + text;
  return `did:key:z${text}`;
}

test('a badge and its claims say the same, or neither is believed', async () => {
  const there = school();
  const told = (more: object) => reasonsOf(there.signed({ ...there.payload, ...more }), there);
  expect(await told({})).toEqual([]);
  expect(await told({ iss: 'https://school.example/issuers/2' })).toEqual(['wrong-issuer']);
  const { exp, nbf } = there.claims;
  for (const more of [
    { jti: 'https://school.example/badges/2' },
    { sub: 'did:example:somebody-else' },
    { nbf: nbf - 1 },
    { exp: exp + 1 }
  ])
    expect(await told(more)).toEqual(['contradictory']);
  for (const claim of ['iss', 'jti', 'nbf', 'sub'])
    expect([claim, await told({ [claim]: undefined })]).toEqual([claim, ['malformed']]);
  for (const more of [{ nbf: '2026' }, { exp: 1e30 }, { nbf: -1 }, { vc: 'a badge' }])
    expect(await told(more)).toEqual(['malformed']);
});

test('a badge of the older kind, in the claim vc and completed by the others, is read too', async () => {
  const there = school();
  const untold = { validFrom: undefined, validUntil: undefined, id: undefined, issuer: undefined };
  const { achievement } = there.credential.credentialSubject;
  const vc = { ...there.credential, ...untold, credentialSubject: { achievement } };
  const verdict = await check(there.signed({ ...there.claims, vc }), there);
  expect(verdict).toMatchObject({ valid: true, badge: { issuer: { id: there.issuer } } });
  const dated = { ...vc, issuanceDate: '2026-01-01T00:00:00Z', expirationDate: '2030-01-01T00:00:00Z' };
  expect(await reasonsOf(there.signed({ ...there.claims, vc: dated }), there)).toEqual([]);
  const other = { ...dated, expirationDate: '2099-01-01T00:00:00Z' };
  expect(await reasonsOf(there.signed({ ...there.claims, vc: other }), there)).toEqual(['contradictory']);
});

test('a token that holds no badge is told from a broken one', async () => {
  const there = school();
  for (const [file, reason] of [
    [there.signed({ ...there.claims, name: 'somebody who signed in' }), 'not-a-badge'],
    ['hello.world.x', 'not-a-badge'],
    [`${part({ alg: 'RS256' })}.${part({ type: 'OpenBadgeCredential' })}.AAAA`, 'malformed'],
    [`${part({})}.${part(there.payload)}.AAAA`, 'malformed'],
    [`${part(there.header)}.${part(there.payload).slice(0, -40)}.AAAA`, 'malformed'],
    [JSON.stringify(there.credential), 'unsigned']
  ] as const)
    expect([file.slice(0, 40), await reasonsOf(file, there)]).toEqual([file.slice(0, 40), [reason]]);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2000 }), async (length) => {
      const random = `${part(there.header)}.${randomBytes(length + 1).toString('base64url')}.AAAA`;
      expect((await check(random, there)).valid).toBe(false);
    }),
    { numRuns: 20 }
  );
});

test('Sam keeps a token as evidence, and Cora sees whose it is', async () => {
  const here = await village(database);
  const sam = await here.person('Sam', 'supporter');
  const cora = await here.person('Cora', 'coordinator');
  const there = school();
  const file = Buffer.from(there.signed(there.payload));
  const bring = () => here.as(sam, (tx) => bringBadge(tx, { id: newId(), file, way: there.way }, sam));
  expect(await bring()).toBeNull();
  expect(await bring()).toBe('here-already');
  expect(await here.as(cora, (tx) => broughtBadgesOf(tx, sam.id))).toMatchObject([
    { name: 'First aid for the mind', issuer: 'School of Listening', signedBy: there.issuer, reasons: [] }
  ]);
});

test('whoever reads that a badge is valid is told when nothing but a bare key stands behind its name', () => {
  expect(signerWords('did:web:school.example')).toContain('did:web:school.example');
  for (const bare of ['did:key:z6MkSam', 'did:jwk:eyJrdHkiOiJFQyJ9'])
    expect(signerWords(bare)).toContain('anybody can make');
});
