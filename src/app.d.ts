import type { Membership } from '#platform/access/index.server.ts';
import type { Person } from '#platform/access/index.ts';
import type { Tx } from '#platform/database/index.server.ts';
import type { SignedIn } from '#platform/identity/index.server.ts';

declare global {
  namespace App {
    interface Locals {
      /** The request's one transaction, already speaking as `person` under row-level security. */
      tx: Tx;
      /** Who is asking; `null` for a visitor who has not signed in. */
      person: Person | null;
      /** Everywhere they belong now; empty where `person` is null. */
      memberships: Membership[];
      /** How they signed in; `null` where `person` is, and on public pages. */
      signedIn: SignedIn | null;
      /** Signed in, but the last role they held anywhere has ended. */
      belongsNowhere: boolean;
      requestId: string;
      /** Another origin that this one page may show in a frame. */
      frames?: string;
    }
    interface Error {
      message: string;
      requestId?: string;
    }
  }
}
