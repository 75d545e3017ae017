/**
 * The published vector of the cryptosuite: "Data Integrity EdDSA Cryptosuites v1.0", W3C Recommendation of 15 May 2025,
 * appendix B.1 (eddsa-rdfc-2022): its signed credential, and the two hashes on the way to it.
 */
import { expect, test } from 'vitest';
import { contexts } from './contexts.server.ts';
import { isSigned } from './proof.server.ts';
import { secondOpinion } from '#platform/testing/second-opinion.ts';

const key = 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2';
const controller = `did:key:${key}`;
const method = `${controller}#${key}`;
const vector = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'AlumniCredential'],
  name: 'Alumni Credential',
  description: 'A minimum viable example of an Alumni Credential.',
  issuer: 'https://vc.example/issuers/5678',
  validFrom: '2023-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
  proof: {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: '2023-02-24T23:36:38Z',
    verificationMethod: method,
    proofPurpose: 'assertionMethod',
    proofValue: 'z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme'
  }
};
// The context of the specification's own examples; the program does not know it.
const examples = new Map([
  [
    'https://www.w3.org/ns/credentials/examples/v2',
    { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } }
  ]
]);

test('the libraries we check with find the published vector signed, and its like with another word not', async () => {
  const signer = { controller, method, publicKeyMultibase: key };
  expect(await isSigned(vector, signer, examples)).toBe(true);
  const changed = { ...vector, name: 'Alumnus Credential' };
  expect(await isSigned(changed, signer, examples)).toBe(false);
});

test('the second opinion finds the published hashes, and the signature right', async () => {
  expect(await secondOpinion(vector, key, new Map([...(await contexts()), ...examples]))).toEqual({
    document: '517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017',
    proof: 'bea7b7acfbad0126b135104024a5f1733e705108f42d59668b05c0c50004c6b0',
    verified: true
  });
  const changed = await secondOpinion(
    { ...vector, name: 'Alumnus Credential' },
    key,
    new Map([...(await contexts()), ...examples])
  );
  expect(changed.verified).toBe(false);
});
