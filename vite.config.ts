import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
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
    })
  ],
  // The jobs and the clocks run from what the pages are built of; see src/assembly/program.server.ts.
  environments: {
    ssr: { build: { rolldownOptions: { input: { program: 'src/assembly/program.server.ts' } } } }
  },
  // The database driver and the document compiler are used as installed, not bundled.
  ssr: {
    external: ['pg', 'pg-boss', 'echarts', 'exceljs', '@myriaddreamin/typst-ts-node-compiler', 'better-auth']
  }
});
