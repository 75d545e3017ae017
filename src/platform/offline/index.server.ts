/**
 * Working without a signal, the server's side. A room takes part by `defineFieldPart` (what devices take along) and
 * `defineFieldKind` (what they send back); both are registered by the room's `assemble…`.
 */
import { defineSweep } from '#platform/jobs/index.server.ts';
import { forgetOldSetAside } from './set-aside.server.ts';

export {
  defineFieldKind,
  receive,
  receiveByLease,
  titleOfKind,
  toldOf,
  type FieldKind,
  type Told
} from './receive.server.ts';
export { defineFieldPart, pack } from './pack.server.ts';
export {
  openSetAside,
  setAsideVisibleTo,
  settleSetAside,
  type SetAsideDecision
} from './set-aside.server.ts';

/** What the assembly registers once at start. */
export function assembleOffline(): void {
  defineSweep('forget-set-aside-commands', 60 * 60, forgetOldSetAside);
}
