/** Whether a clinician may be chosen by name; each decides it for themselves. */
import type { Person } from '#platform/access/index.ts';
import { audit } from '#platform/audit/index.server.ts';
import { now } from '#platform/clock/index.ts';
import type { Tx } from '#platform/database/index.server.ts';

/** Whether seekers see this clinician's name when they choose whom to invite. */
export async function isListed(tx: Tx, clinician: Person): Promise<boolean> {
  return (await openListings(tx, clinician)).length > 0;
}

/** From now on seekers may choose this clinician by name. The same id again changes nothing. */
export async function listMyself(tx: Tx, id: string, clinician: Person): Promise<void> {
  if (await isListed(tx, clinician)) return;
  await tx
    .insertInto('clinician_listings')
    .values({ organisation_id: clinician.organisation.id, id, clinician_id: clinician.id, at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'clinician-listing.agreed', subject: clinician.id });
}

/** From now on they are reached through their facility only. Who was invited before stays invited. */
export async function unlistMyself(tx: Tx, clinician: Person): Promise<void> {
  const open = await openListings(tx, clinician);
  if (open.length === 0) return;
  await tx
    .insertInto('clinician_listing_ends')
    .values(
      open.map(({ id }) => ({
        organisation_id: clinician.organisation.id,
        listing_id: id,
        clinician_id: clinician.id,
        at: now()
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await audit(tx, { action: 'clinician-listing.ended', subject: clinician.id });
}

function openListings(tx: Tx, clinician: Person) {
  return tx
    .selectFrom('clinician_listings')
    .where('organisation_id', '=', clinician.organisation.id)
    .where('clinician_id', '=', clinician.id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('clinician_listing_ends')
            .select('listing_id')
            .whereRef('clinician_listing_ends.organisation_id', '=', 'clinician_listings.organisation_id')
            .whereRef('listing_id', '=', 'clinician_listings.id')
        )
      )
    )
    .select('id')
    .execute();
}
