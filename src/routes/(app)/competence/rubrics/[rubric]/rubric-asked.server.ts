import { error } from '@sveltejs/kit';
import { newestRubric, rubricAt, type Rubric } from '#domains/competence/index.ts';

/** The version that `?version=` names, else the newest; no page where there is none. */
export function rubricAsked(among: readonly Rubric[], id: string, url: URL): Rubric {
  const asked = url.searchParams.get('version');
  const rubric = asked === null ? newestRubric(among, id) : rubricAt(among, id, Number(asked));
  return rubric ?? error(404);
}
