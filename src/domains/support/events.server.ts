import type { EncounterKind } from './encounter.ts';
import type { EndingReason } from './relationship.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'support.requested': { request: string; seeker: string };
    'support.relationship-opened': { relationship: string; seeker: string; supporter: string };
    'support.relationship-ended': {
      relationship: string;
      seeker: string;
      supporter: string;
      reason: EndingReason;
    };
    'support.encounter-recorded': {
      encounter: string;
      relationship: string;
      seeker: string;
      supporter: string;
      kind: EncounterKind;
      minutes: number;
    };
  }
}
