/**
 * For the browser's build: each message a module of its own, so that a page brings the words it uses and no other page's. The
 * server and the tests read the compiled files as they are, five instead of thousands.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const compiled = path.resolve('src/platform/languages/compiled');
const locales: string[] = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8')).locales;

export function wordsByPage(): Plugin {
  const words = 'words:';
  let spoken: Record<string, Map<string, string>>;
  return {
    name: 'words-by-page',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    buildStart() {
      spoken = Object.fromEntries(locales.map((locale) => [locale, messagesIn(locale)]));
    },
    resolveId: (id) => (id.startsWith(words) ? `\0${id}` : null),
    load(id) {
      if (id === path.join(compiled, 'messages/_index.js'))
        return [...spoken[locales[0]!]!.keys()]
          .map((name) => `export { ${name} } from '${words}${name}';`)
          .join('\n');
      if (id.startsWith(`\0${words}`))
        return { code: inEveryLanguage(id.slice(words.length + 1)), moduleSideEffects: false };
    }
  };

  function inEveryLanguage(name: string): string {
    const ways = locales.map((locale) => `${locale}: ${spoken[locale]!.get(name)}`);
    return `import { getLocale } from '${compiled}/runtime.js';
import * as registry from '${compiled}/registry.js';
export const ${name} = (inputs = {}, { locale = getLocale() } = {}) => ({ ${ways.join(',\n')} })[locale](inputs);`;
  }
}

/** A language's compiled file is a list of `export const name = (i) => …;`. */
function messagesIn(locale: string): Map<string, string> {
  const [, ...messages] = readFileSync(path.join(compiled, `messages/${locale}.js`), 'utf8').split(
    '\nexport const '
  );
  return new Map(
    messages.map((message) => {
      const [, name, spoken] = message.match(/^(\w+) = (.*);\s*$/s)!;
      return [name!, spoken!];
    })
  );
}
