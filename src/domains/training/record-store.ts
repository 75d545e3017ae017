/** A Learning Record Store: where an organisation sends statements, and by whose leave. */
import * as v from 'valibot';
import { m } from '#messages';

export type Basis = 'consent' | 'policy';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** Whether statements may be sent there: over https, or to this machine. A name and secret go with each. */
function isEndpoint(text: string): boolean {
  const address = URL.parse(text);
  if (!address || address.username || address.search || address.hash) return false;
  return (
    address.protocol === 'https:' || (address.protocol === 'http:' && loopback.includes(address.hostname))
  );
}

const filled = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(() => m.training_error_required())
);
export const newRecordStore = v.object({
  command: v.pipe(v.string(), v.uuid()),
  endpoint: v.pipe(
    filled,
    v.maxLength(500),
    v.check(isEndpoint, () => m.training_store_error_endpoint())
  ),
  username: v.pipe(filled, v.maxLength(200)),
  password: v.pipe(filled, v.maxLength(500)),
  basis: v.picklist(['consent', 'policy'], () => m.training_error_choose()),
  reason: v.pipe(filled, v.maxLength(500))
});

// After a day of failing it is asked twice a day; the page says why.
const retryMinutes = [1, 2, 5, 15, 60, 240, 720];
export const retryAfter = (failures: number) =>
  retryMinutes[Math.min(failures, retryMinutes.length) - 1]! * 60_000;
