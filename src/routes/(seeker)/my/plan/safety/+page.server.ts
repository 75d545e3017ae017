import { safetyAction } from '../../../../plan/safety.server.ts';
import { beginMine, myPlan } from '../mine.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => ({
  safety: (await myPlan(locals.tx, locals.person!))?.safety ?? {}
});

export const actions: Actions = { default: safetyAction(beginMine, () => '/my/plan') };
