/** What a school somewhere else says before it signs: a badge, and a list of what it took back. */
import { gzipSync } from 'node:zlib';

const credentials = 'https://www.w3.org/ns/credentials/v2';
export const schoolList = 'https://school.example/status/1';

/** A badge for `holder`, at the seventh place of the list. */
export const schoolBadge = (issuer: string, holder: string) => ({
  '@context': [credentials, 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'],
  id: 'https://school.example/badges/1',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: issuer, type: ['Profile'], name: 'School of Listening' },
  validFrom: '2026-01-01T00:00:00Z',
  name: 'First aid for the mind',
  credentialSubject: {
    id: holder,
    type: ['AchievementSubject'],
    achievement: {
      id: 'https://school.example/first-aid',
      type: ['Achievement'],
      name: 'First aid for the mind',
      description: 'Two days.',
      criteria: { narrative: 'Came, and practised.' }
    }
  },
  credentialStatus: {
    id: `${schoolList}#7`,
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '7',
    statusListCredential: schoolList
  }
});

export const schoolListOf = (issuer: string, bits: Buffer) => ({
  '@context': [credentials],
  id: schoolList,
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer,
  credentialSubject: {
    id: `${schoolList}#list`,
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: `u${gzipSync(bits).toString('base64url')}`
  }
});
