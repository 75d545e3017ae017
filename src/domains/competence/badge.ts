/** What stands in a badge: an OpenBadgeCredential for a certificate, with no more about its holder than a wallet needs. */
import { m } from '#messages';
import { problems } from '#platform/credentials/index.ts';
import { formatNumber } from '#platform/languages/format.ts';
import { certificateRoleWords, type CertificateRole } from './certificate.ts';

/** How a badge knows its holder. The e-mail is hashed with a salt, so it can be checked but not read. */
export type Identity =
  { kind: 'email'; hash: string; salt: string } | { kind: 'did'; did: string } | { kind: 'none'; id: string };
export const identityKinds = ['email', 'did', 'none'] as const;
export type IdentityKind = (typeof identityKinds)[number];

export type BadgeRefusal = 'not-found' | 'issued-elsewhere' | 'no-email' | 'bad-did';
export const badgeRefusals = {
  'not-found': m.competence_badge_refused_not_found,
  'issued-elsewhere': m.competence_badge_refused_issued_elsewhere,
  'no-email': m.competence_badge_refused_no_email,
  'bad-did': m.competence_badge_refused_bad_did
} satisfies Record<BadgeRefusal, () => string>;

/** Why a badge from elsewhere was not kept; what is wrong with one that cannot even be read is said in the words of credentials. */
export const bringRefusals = {
  ...problems,
  'here-already': m.competence_brought_twice,
  'too-many': m.competence_brought_too_many
} satisfies Record<string, () => string>;
export type BringRefusal = keyof typeof bringRefusals;

export const badgeFormats = ['json', 'png', 'svg'] as const;
export type BadgeFormat = (typeof badgeFormats)[number];

export type BadgeClaims = {
  /** A random address of its own. */
  id: string;
  issuer: { did: string; base: string; name: string; page: string };
  role: CertificateRole;
  language: string;
  identity: Identity;
  validFrom: string;
  validUntil: string;
  trainingHours: number;
  /** How many assessed observations stand behind it. */
  assessments: number;
  /** The page that says whether the certificate is valid today. */
  verifyPage: string;
  status: object[];
};

/** Who stands behind another issuer's badge: a key by itself, which anybody can make, says nothing about a name. */
export function signerWords(issuer: string): string {
  return /^did:(key|jwk):/.test(issuer)
    ? m.competence_check_bare_key()
    : m.competence_check_elsewhere({ issuer });
}

/** A DID as its specification writes one (W3C DID 1.0, section 3.1), not longer than anybody needs. */
export function isDid(text: string): boolean {
  return text.length <= 500 && /^did:[a-z0-9]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]$/.test(text);
}

/** The credential, not signed yet. Its words are in the language spoken now. */
export function credentialOf(claims: BadgeClaims, contexts: string[]): object {
  const { issuer, role } = claims;
  const achievement = `${issuer.base}/${role}`;
  const name = certificateRoleWords[role]();
  return {
    '@context': contexts,
    id: claims.id,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name,
    issuer: { id: issuer.did, type: ['Profile'], name: issuer.name, url: issuer.page },
    validFrom: claims.validFrom,
    validUntil: claims.validUntil,
    credentialSubject: {
      ...subjectOf(claims.identity),
      type: ['AchievementSubject'],
      achievement: {
        id: achievement,
        type: ['Achievement'],
        achievementType: 'Certificate',
        name,
        description: achievementWords[role].description(),
        criteria: { id: achievement, narrative: achievementWords[role].criteria() },
        image: {
          id: `${achievement}/picture.png?language=${claims.language}`,
          type: 'Image',
          caption: m.competence_badge_picture({ role: name, organisation: issuer.name })
        },
        inLanguage: claims.language
      }
    },
    evidence: [
      {
        id: claims.verifyPage,
        type: ['Evidence'],
        name: m.competence_badge_evidence(),
        narrative: m.competence_badge_evidence_narrative({
          hours: formatNumber(claims.trainingHours),
          count: formatNumber(claims.assessments)
        })
      }
    ],
    credentialStatus: claims.status
  };
}

export const achievementWords = {
  supporter: {
    description: m.competence_badge_description_supporter,
    criteria: m.competence_badge_criteria_supporter
  },
  practitioner: {
    description: m.competence_badge_description_practitioner,
    criteria: m.competence_badge_criteria_practitioner
  },
  'child-safeguarding': {
    description: m.competence_badge_description_child,
    criteria: m.competence_badge_criteria_child
  },
  trainer: {
    description: m.competence_badge_description_trainer,
    criteria: m.competence_badge_criteria_trainer
  },
  assessor: {
    description: m.competence_badge_description_assessor,
    criteria: m.competence_badge_criteria_assessor
  },
  supervisor: {
    description: m.competence_badge_description_supervisor,
    criteria: m.competence_badge_criteria_supervisor
  }
} satisfies Record<CertificateRole, { description: () => string; criteria: () => string }>;

function subjectOf(identity: Identity): object {
  if (identity.kind !== 'email') return { id: identity.kind === 'did' ? identity.did : identity.id };
  return {
    identifier: [
      {
        type: 'IdentityObject',
        hashed: true,
        identityHash: identity.hash,
        identityType: 'emailAddress',
        salt: identity.salt
      }
    ]
  };
}
