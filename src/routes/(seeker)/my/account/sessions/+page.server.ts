import { loadSessions, sessionActions } from '../../../../account/sessions.server.ts';

export const load = loadSessions;
export const actions = sessionActions;
