import { dayIn } from '#platform/clock/index.ts';
import type { PageServerLoad } from './$types';

// Nobody says where they are when they leave; at worst the calendar is a day off.
export const load: PageServerLoad = () => ({ day: dayIn('UTC') });
