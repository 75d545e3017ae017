/** What travels between a device that was without a signal and us. The device and the server read the same shapes. */
import * as v from 'valibot';

/** A command made on a device. Its id is made there, so that it can be sent again and again and is done once. */
export const fieldCommand = v.object({
  id: v.pipe(v.string(), v.uuid()),
  kind: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
  /** Who was signed in when it was made. */
  person: v.pipe(v.string(), v.uuid()),
  /** By the device's clock. */
  madeAt: v.pipe(v.string(), v.isoTimestamp()),
  payload: v.unknown()
});
export type FieldCommand = v.InferOutput<typeof fieldCommand>;

/**
 * What became of a command: `done`; `refused` with words (it stays on the device, to be put right); `set-aside` because
 * the sender's rights have ended (a colleague looks at it; with `forget` the device forgets everything); `sign-in`: nothing
 * happened yet, somebody must sign in first.
 */
export type FieldAnswer =
  | { outcome: 'done' }
  | { outcome: 'refused'; words: string }
  | { outcome: 'set-aside'; forget?: true }
  | { outcome: 'sign-in' };

/** One part of what a device takes along. Without `data` the device has it already. */
export type FieldPart = { name: string; hash: string; data?: unknown };
export type FieldPack = {
  person: { id: string; name: string };
  organisation: { name: string; timeZone: string };
  /** `token` only when the lease is new. */
  lease: { until: string; token?: string };
  parts: FieldPart[];
};

// A device that stays offline longer shows nothing until it has been online again (domain.md: policy).
export const leaseHours = 72;
// Somebody who teaches or learns in a workshop that lasts longer holds it until that is over, and no longer than this; policy.
export const leaseDaysMax = 21;
// What was set aside and not looked at is forgotten; policy.
export const setAsideDaysMax = 90;
