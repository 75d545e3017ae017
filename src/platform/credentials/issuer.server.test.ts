import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { speakAs } from '#platform/database/index.server.ts';
import { addMasterKey } from '#platform/encryption/index.server.ts';
import { overrideSettings, settings } from '#platform/settings/index.server.ts';
import { onDatabase, village } from '#platform/testing/index.server.ts';
import { secretOf } from './issuer.server.ts';
import {
  issuerDocument,
  issuerOf,
  keyInUse,
  keyToSign,
  resealIssuerKeys,
  rotateIssuerKey
} from './index.server.ts';

const database = onDatabase();
// A key file of its own: other tests’ keys must not change under them.
beforeAll(() =>
  overrideSettings({
    TRELLIS_MASTER_KEY_FILE: path.join(mkdtempSync(path.join(tmpdir(), 'trellis-badge-keys-')), 'master-key')
  })
);

async function issuing() {
  const here = await village(database);
  const boss = await here.person('Boss', 'administrator');
  return {
    ...here,
    boss,
    key: () => here.asSystem((tx) => keyToSign(tx, boss.organisation, settings().origin))
  };
}

test('an issuer is named by the address, with its port, as did:web asks', () => {
  expect(issuerOf('green-valley', 'https://trellis.example.org')).toEqual({
    did: 'did:web:trellis.example.org:badges:green-valley',
    base: 'https://trellis.example.org/badges/green-valley'
  });
  expect(issuerOf('green-valley', 'http://localhost:8080').did).toBe(
    'did:web:localhost%3A8080:badges:green-valley'
  );
});

test('two first badges at once make one key', async () => {
  const { asSystem, boss } = await issuing();
  let open = () => undefined as void;
  const both = new Promise<void>((resolve) => (open = resolve));
  let arrived = 0;
  const ask = () =>
    asSystem(async (tx) => {
      expect(await keyInUse(tx, boss.organisation, settings().origin)).toBeNull();
      if (++arrived === 2) open();
      await both;
      return keyToSign(tx, boss.organisation, settings().origin);
    });
  const [one, other] = await Promise.all([ask(), ask()]);
  expect(one).toEqual(other);
  const { rowCount } = await database.owner.query('select from credential_keys where issuer = $1', [one.did]);
  expect(rowCount).toBe(1);
});

test('the private half is in the database only sealed, and sealed anew when the master key changes', async () => {
  const { key, asSystem } = await issuing();
  const made = await key();
  const secret = await asSystem((tx) => secretOf(tx, made));
  const sealed = async () =>
    (await database.owner.query('select sealed from credential_secrets where key_id = $1', [made.id])).rows[0]
      .sealed;
  const before = await sealed();
  expect(before).not.toContain(secret);
  addMasterKey();
  expect(await asSystem(resealIssuerKeys)).toBe(1);
  expect([before.split('.')[0], (await sealed()).split('.')[0]]).toEqual(['1', '2']);
  expect(await asSystem((tx) => secretOf(tx, made))).toBe(secret);
});

test('a retired key stays published, a distrusted one does not; neither is another organisation’s to retire', async () => {
  const { key, asSystem, boss } = await issuing();
  const published = (did: string) =>
    speakAs(database.database, { visitor: true }, async (tx) => {
      const document = (await issuerDocument(tx, did)) as { assertionMethod: string[] } | null;
      return document?.assertionMethod.map((method) => method.split('#')[1]);
    });
  const rotate = (distrusted: boolean) =>
    asSystem((tx) =>
      rotateIssuerKey(tx, boss.organisation, settings().origin, { distrusted, reason: 'lost', by: null })
    );
  const first = await key();
  expect(await published(first.did)).toEqual([first.publicKey]);
  const second = await rotate(false);
  expect(await published(first.did)).toEqual([second.publicKey, first.publicKey]);
  const third = await rotate(true);
  expect(await published(first.did)).toEqual([third.publicKey, first.publicKey]);
  expect(await published('did:web:nobody.example')).toBeUndefined();

  const elsewhere = await issuing();
  await elsewhere.asSystem((tx) =>
    tx
      .updateTable('credential_keys')
      .set({ distrusted: true, retired_at: new Date(), reason: 'mine' })
      .execute()
  );
  expect(await published(first.did)).toEqual([third.publicKey, first.publicKey]);
});
