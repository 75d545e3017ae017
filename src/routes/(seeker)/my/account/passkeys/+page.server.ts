import { loadPasskeys, passkeyActions } from '../../../../account/passkeys.server.ts';

export const load = loadPasskeys;
export const actions = passkeyActions;
