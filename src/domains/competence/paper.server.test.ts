import { expect, test } from 'vitest';
import { inLanguage } from '#platform/languages/speak.server.ts';
import { certificatePaper } from './index.server.ts';

const certificate = {
  holder: 'Amina Diallo',
  issuer: 'Salma Okoro',
  organisation: 'Green Valley Together',
  role: 'supporter',
  issuedOn: '2026-06-01',
  expiresOn: '2027-05-31',
  trainingHours: '46.5',
  address: 'https://trellis.example.org/verify/ABCDEFGHIJKLMNOPQRSTUVWXYZ'
} as const;

test.each(['en', 'fr', 'es', 'sw', 'ar'] as const)(
  'the certificate is one page of paper in %s',
  (language) => {
    const pdf = inLanguage(language, () => certificatePaper(certificate, language)).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    expect(pdf).toContain('/StructTreeRoot');
  }
);
