/**
 * Compiles every room's message files into `compiled/`, and fails when a language lacks a message: a
 * missing translation must never reach a person as an English word in the middle of an Arabic page.
 */
import { readFileSync, utimesSync } from 'node:fs';
import { compile } from '@inlang/paraglide-js';

const settings = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8'));
const patterns: string[] = settings['plugin.inlang.messageFormat'].pathPattern;
const locales: string[] = settings.locales;

const complaints = patterns.flatMap(missingMessages);
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exit(1);
}

const outdir = 'src/platform/languages/compiled';
await compile({
  project: './project.inlang',
  outdir,
  strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
  cookieName: 'trellis_language',
  emitGitIgnore: false,
  emitPrettierIgnore: false,
  emitReadme: false,
  isServer: "typeof window === 'undefined'",
  outputStructure: 'locale-modules'
});
// The compiler leaves unchanged files alone; the time says when we last looked.
utimesSync(`${outdir}/runtime.js`, new Date(), new Date());

function missingMessages(pattern: string): string[] {
  const files = Object.fromEntries(
    locales.map((locale) => [locale, JSON.parse(readFileSync(pattern.replace('{locale}', locale), 'utf8'))])
  );
  const keys = new Set(Object.values(files).flatMap((messages) => Object.keys(messages)));
  return locales.flatMap((locale) =>
    [...keys]
      .filter((key) => key !== '$schema' && !(key in files[locale]))
      .map((key) => `${pattern.replace('{locale}', locale)}: the message "${key}" is missing`)
  );
}
