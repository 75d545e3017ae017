import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';
import { wordsByPage } from './src/platform/languages/words-by-page.ts';

// What three pages with script have in common is one file: a file's headers weigh more than most of these modules. Never a component:
// its styles would be left out.
const common = {
  name: 'common',
  test: /node_modules\/(svelte|uuid)\/|src\/platform\/(languages|ids)|preload-helper|rolldown\/runtime/,
  minShareCount: 3
};

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      // A list of every route would be seven kilobytes of each page with script.
      router: { resolution: 'server' },
      // Only the field kit registers it, for itself alone.
      serviceWorker: { register: false },
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          // Attributes only: a chart's own widths and colours.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:'],
          'media-src': ['self'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'worker-src': ['self'],
          'manifest-src': ['self'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none']
        }
      }
    }),
    stylesOnly(),
    wordsByPage()
  ],
  // The jobs and the clocks run from what the pages are built of; see src/assembly/program.server.ts.
  environments: {
    client: { build: { rolldownOptions: { output: { codeSplitting: { groups: [common] } } } } },
    ssr: { build: { rolldownOptions: { input: { program: 'src/assembly/program.server.ts' } } } }
  },
  // The database driver and the document compiler are used as installed, not bundled.
  ssr: {
    external: ['pg', 'pg-boss', 'echarts', 'exceljs', '@myriaddreamin/typst-ts-node-compiler', 'better-auth']
  }
});

/**
 * Kit builds every page for the browser, also those that run no script there. Of these the browser needs the styles, so that is what is
 * built of them, and what they share with the few pages with script does not come along.
 */
function stylesOnly(): Plugin {
  const withScript = globSync('src/routes/**/+page.ts')
    .filter((file) => readFileSync(file, 'utf8').includes('csr = true'))
    .map((file) => path.resolve(path.dirname(file)));
  const isWithScript = (file: string) => {
    const folder = path.dirname(file);
    return withScript.some((page) =>
      file.endsWith('+page.svelte') ? page === folder : page.startsWith(folder)
    );
  };
  return {
    name: 'styles-only',
    enforce: 'post',
    applyToEnvironment: ({ name }) => name === 'client',
    transform(code, id) {
      // The styles of a part whose script nobody needs are left out otherwise.
      if (id.includes('.svelte?svelte&type=style')) return { meta: { vite: {} } };
      // Rules and their words do nothing by being read: those that no script uses are left out.
      if (/\/src\/domains\/.*\.ts$/.test(id)) return { moduleSideEffects: false };
      if (!/\/\+(page|layout)[^/]*\.svelte$/.test(id) || isWithScript(id)) return null;
      const styled = code.matchAll(/(?:from|import)\s*["']([^"']+\.(?:svelte|css)(?:\?[^"']*)?)["']/g);
      const kept = [...styled].map(([, name]) => `import ${JSON.stringify(name)};`);
      return { code: [...kept, 'export default () => {};'].join('\n'), map: null };
    }
  };
}
