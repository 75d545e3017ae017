/** The list of routes as the program is built from it: every folder of src/routes that answers. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Route = {
  /** As SvelteKit and src/authorisation.ts name it. */
  id: string;
  /** Whether it is a page, rather than an answer for machines or a download. */
  page: boolean;
  get: boolean;
  /** Whether something can be done there: form actions, or a method other than GET. */
  acts: boolean;
  pattern: RegExp;
};

export function routes(home = process.cwd()): Route[] {
  const files = globSync('src/routes/**/{+page*.svelte,+page.server.ts,+server.ts}', { cwd: home });
  const folders = [...new Set(files.map((file) => path.dirname(file)))].sort();
  return folders.map((folder) => {
    const id = folder.replace(/^src\/routes/, '') || '/';
    const own = files.filter((file) => path.dirname(file) === folder);
    const page = own.some((file) => file.endsWith('.svelte'));
    const source = (name: string) => read(path.join(home, folder, name));
    const endpoint = source('+server.ts');
    const methods = [
      ...endpoint.matchAll(/export (?:const|(?:async )?function) (GET|POST|PUT|PATCH|DELETE|fallback)\b/g)
    ].map((found) => found[1]!);
    return {
      id,
      page,
      get: own.some((file) => file.includes('+page')) || methods.includes('GET'),
      acts:
        source('+page.server.ts').includes('export const actions') ||
        methods.some((method) => method !== 'GET'),
      pattern: patternOf(id)
    };
  });
}

/** The route that answers a path; a literal step goes before a parameter, and one that is half literal before one that is not, as in SvelteKit. */
export function routeOf(all: Route[], pathname: string): Route | undefined {
  return all
    .filter(({ pattern }) => pattern.test(pathname))
    .sort((a, b) => a.id.split('[').length - b.id.split('[').length || literal(b) - literal(a))[0];
}

const literal = ({ id }: Route) => id.replace(/\[[^\]]+\]/g, '').length;

/** A path of the route with these values for its parameters, one after the other. */
export function pathOf(id: string, values: readonly string[] = []): string {
  const left = [...values];
  return (
    withoutGroups(id).replace(/\[[^\]]+\]/g, () => left.shift() ?? '00000000-0000-7000-8000-000000000000') ||
    '/'
  );
}

function withoutGroups(id: string): string {
  return id.replace(/\/\([^)]+\)/g, '');
}

function patternOf(id: string): RegExp {
  const steps = withoutGroups(id)
    .replace(/\./g, '\\.')
    .replace(/\[\\\.\\\.\\\.[^\]]+\]/g, '.*')
    .replace(/\[[^\]]+\]/g, '[^/]+');
  return new RegExp(`^${steps || '/'}$`);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not every route has every file.
    return '';
  }
}
