import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** An address that is the same for everybody: it leads to one's own levels and certificates. */
export const load: PageServerLoad = ({ locals }) => redirect(303, `/competence/people/${locals.person!.id}`);
