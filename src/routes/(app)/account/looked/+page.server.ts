import { loadLooks } from '../../../account/looked.server.ts';

export const load = loadLooks;
