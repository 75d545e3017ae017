/**
 * Paper: a Typst source and its data become a PDF that can be printed and read aloud (tagged). Nothing is fetched: the
 * fonts are the program's own, and a document reads no file.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

export type PdfLanguage = 'en' | 'fr' | 'es' | 'sw' | 'ar';
export type PdfData = Record<string, unknown>;

/**
 * Renders `source`. Inside it `data` is the given object, and the text language, direction and fonts are set.
 * Data never becomes code: it travels as JSON. Throws with Typst's own complaints when the source does not compile.
 */
export function renderPdf(
  source: string,
  { data, language }: { data: PdfData; language: PdfLanguage }
): Buffer {
  const compiler = opened();
  const document = {
    mainFileContent: `${preamble}\n${source}`,
    inputs: { data: JSON.stringify(data), language }
  };
  const compiled = compiler.compile(document);
  if (!compiled.result) {
    const complaints = compiler.fetchDiagnostics(compiled.takeDiagnostics()!);
    throw new Error(`The document does not compile: ${JSON.stringify(complaints)}`);
  }
  const pdf = compiler.pdf(compiled.result);
  // What one document needed is seldom needed by the next; without this the cache would only grow.
  compiler.evictCache(cacheAgeMax);
  return pdf;
}

const cacheAgeMax = 10;

const preamble = `
#let data = json(bytes(sys.inputs.data))
#let language = sys.inputs.language
#let rightward = language != "ar"
#set text(lang: language, dir: if rightward { ltr } else { rtl }, font: ("Atkinson Hyperlegible", "Noto Sans Arabic", "Noto Sans"))
`;

let shared: NodeCompiler | undefined;

// Loaded, with its fonts, at the first document.
function opened(): NodeCompiler {
  shared ??= typst().NodeCompiler.create({ fontArgs: [{ fontPaths: fontFolders() }] });
  return shared;
}

function typst(): typeof import('@myriaddreamin/typst-ts-node-compiler') {
  return createRequire(import.meta.url)('@myriaddreamin/typst-ts-node-compiler');
}

// Typst reads TTF only, so these packages and no web fonts.
function fontFolders(): string[] {
  const { resolve } = createRequire(import.meta.url);
  return ['atkinson-hyperlegible', 'noto-sans', 'noto-sans-arabic'].flatMap((family) => {
    const home = path.dirname(resolve(`@expo-google-fonts/${family}/package.json`));
    return [path.join(home, '400Regular'), path.join(home, '700Bold')];
  });
}
