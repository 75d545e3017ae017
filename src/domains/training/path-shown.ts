/** A path as a page or a paper shows it: stage by stage, each module with where somebody stands. */
import { stagesOf, wordsIn, type PathModule, type Words } from './curriculum.ts';
import type { ModuleTest } from './module-test.ts';
import type { ModuleFacts, Standing } from './progress.ts';

export type ShownPathModule = {
  module: string;
  title: string;
  aims: string;
  hours: number;
  serves: string[];
  /** The modules needed first. */
  needs: { module: string; title: string; missing: boolean }[];
  standing: Standing | null;
  attended: number;
  /** The course whose test the module asks for. */
  course: { id: string; title: string; insteadOfHours: boolean } | null;
  test: ModuleFacts['test'];
};

type Source = PathModule & { titles: Words; aims: Words; hours: number; serves: string[] };
type Stood = {
  module: string;
  standing: Standing;
  missing: string[];
  hours: number;
  test: ModuleFacts['test'];
};

/** The modules by how many others come before them. Without `standings` it is nobody's own. */
export function pathShown(
  modules: Source[],
  standings: Stood[],
  tests: Map<string, ModuleTest>,
  language: string
): ShownPathModule[][] {
  const stages = stagesOf(modules);
  const titles = new Map(modules.map(({ module, titles }) => [module, wordsIn(titles, language)]));
  const stood = new Map(standings.map((standing) => [standing.module, standing]));
  const shown = modules.map(({ module, aims, hours, serves, needs }) => ({
    module,
    title: titles.get(module)!,
    aims: wordsIn(aims, language),
    hours,
    serves,
    needs: needs.map((need) => ({
      module: need,
      title: titles.get(need)!,
      missing: stood.get(module)?.missing.includes(need) ?? false
    })),
    standing: stood.get(module)?.standing ?? null,
    attended: stood.get(module)?.hours ?? 0,
    course: courseOf(tests.get(module)),
    test: stood.get(module)?.test ?? 'none'
  }));
  const last = Math.max(-1, ...stages.values());
  return Array.from({ length: last + 1 }, (_, stage) =>
    shown.filter(({ module }) => stages.get(module) === stage)
  );
}

function courseOf(test: ModuleTest | undefined): ShownPathModule['course'] {
  return test ? { id: test.course, title: test.courseTitle, insteadOfHours: test.insteadOfHours } : null;
}
