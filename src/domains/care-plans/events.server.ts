import type { Scope } from './consent.ts';

declare module '#platform/events/index.server.ts' {
  interface DomainEvents {
    'care-plans.shared': { plan: string; seeker: string; consent: string; facility: string; scope: Scope };
    'care-plans.consent-withdrawn': { plan: string; seeker: string; consent: string };
  }
}
