import { copyOfMine } from '../../../copy-of-mine.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = copyOfMine;
