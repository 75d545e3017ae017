import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPublic, wayTo } from './outside.server.ts';

test('addresses of this machine, its neighbours and its cloud are not of the open Internet', () => {
  const closed = [
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'nonsense'
  ];
  expect(closed.filter(isPublic)).toEqual([]);
  expect(
    ['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '2a00:1450:4001:80b::200e'].every(isPublic)
  ).toBe(true);
});

test('no private address, however it is drawn, is taken for a public one', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  const drawn = fc.oneof(
    fc.tuple(fc.constantFrom(10, 127, 0), byte, byte, byte),
    fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte)
  );
  fc.assert(
    fc.property(drawn, (bytes) => !isPublic(bytes.join('.')) && !isPublic(`::ffff:${bytes.join('.')}`))
  );
});

test.each([
  'http://8.8.8.8/did.json',
  'https://8.8.8.8:8443/did.json',
  'https://user:secret@8.8.8.8/',
  'https://localhost/did.json',
  'https://127.0.0.1/did.json',
  'https://[::1]/did.json',
  'https://2130706433/did.json',
  'https://0x7f.1/did.json',
  'file:///etc/passwd',
  'did:web:example.org',
  ''
])('%s is not asked', async (address) => {
  expect(await wayTo(address)).toBeNull();
});

test('a public address is asked at the place that was looked at', async () => {
  expect(await wayTo('https://8.8.8.8/did.json')).toMatchObject({ place: { address: '8.8.8.8', family: 4 } });
});
