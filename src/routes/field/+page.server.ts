import { settings } from '#platform/settings/index.server.ts';
import type { PageServerLoad } from './$types';

// A lesson made elsewhere plays in a frame at its own address, also where there is no signal.
export const load: PageServerLoad = ({ locals }) => {
  const { lessonsOrigin } = settings();
  if (lessonsOrigin) locals.frames = lessonsOrigin;
};
