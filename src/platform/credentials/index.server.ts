/**
 * Verifiable credentials (W3C VC 2.0) in the form of Open Badges 3.0: issuers and their keys, signing, status lists, badges
 * in pictures, and checking anybody's. What a badge is about, a room knows.
 */
export { bakePng, bakeSvg, pictureBytesMax, unbake } from './baking.ts';
export { badgesContext, credentialsContext } from './contexts.server.ts';
export {
  baseOf,
  issuerDocument,
  issuerOf,
  keyInUse,
  keyToSign,
  resealIssuerKeys,
  rotateIssuerKey,
  type Issuer,
  type IssuerKey
} from './issuer.server.ts';
export { outside, type Outside } from './outside.server.ts';
export { CredentialProblem, problems, type Problem } from './problem.ts';
export { sign, withoutFraction } from './sign.server.ts';
export {
  signStatusList,
  statusEntries,
  statusListAddress,
  statusListLength,
  statusPurposes,
  type StatusPurpose
} from './status-list.server.ts';
export { verify, type StatusHere, type Verdict, type World } from './verify.server.ts';
export { readBadge, type Badge } from './shape.ts';
