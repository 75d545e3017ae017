/**
 * Paper: a Typst source and its data become a PDF that can be printed and read aloud (tagged). Nothing is fetched: the
 * fonts are the program's own, and a document reads no file.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { NodeCompiler, NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler';

export { qrPicture } from './qr.ts';

export type PdfLanguage = 'en' | 'fr' | 'es' | 'sw' | 'ar';
export type PdfData = Record<string, unknown>;

/**
 * Renders `source`. Inside it `data` is the given object; the text's language, direction and fonts are set, and the colours have names.
 * Data never becomes code: it travels as JSON. Throws with Typst's own complaints when the source does not compile.
 */
export function renderPdf(source: string, filled: Filled): Buffer {
  return compiled(source, filled, (typst, document) => typst.pdf(document));
}

/** Renders a one-page `source` as an SVG whose letters are outlines: it needs no font and runs no script. */
export function renderSvg(source: string, filled: Filled): string {
  return compiled(source, filled, (typst, document) => typst.plainSvg(document));
}

/** The pixels of an SVG that needs no font, `width` across. The renderer is loaded at first use, for memory's sake. */
export async function pngOf(svg: string, width: number): Promise<Buffer> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: false };
  return Buffer.from(new Resvg(svg, { fitTo: { mode: 'width', value: width }, font }).render().asPng());
}

type Filled = { data: PdfData; language: PdfLanguage };

function compiled<T>(
  source: string,
  { data, language }: Filled,
  output: (typst: NodeCompiler, document: NodeTypstDocument) => T
): T {
  const typst = opened();
  const document = {
    mainFileContent: `${preamble}\n${source}`,
    inputs: { data: JSON.stringify(data), language }
  };
  const compilation = typst.compile(document);
  if (!compilation.result) {
    const complaints = typst.fetchDiagnostics(compilation.takeDiagnostics()!);
    throw new Error(`The document does not compile: ${JSON.stringify(complaints)}`);
  }
  const made = output(typst, compilation.result);
  // What one document needed is seldom needed by the next; without this the cache would only grow.
  typst.evictCache(cacheAgeMax);
  return made;
}

const cacheAgeMax = 10;

const preamble = `
#let data = json(bytes(sys.inputs.data))
#let language = sys.inputs.language
#let rightward = language != "ar"
#set text(lang: language, dir: if rightward { ltr } else { rtl }, font: ("Atkinson Hyperlegible", "Noto Sans Arabic", "Noto Sans"))
// The colours of every paper, as the light theme has them.
#let leaf = rgb("#245a3e")
#let clay = rgb("#a0472a")
#let soft = rgb("#585d51")
#let hairline = rgb("#e0d8c9")
`;

let shared: NodeCompiler | undefined;

// Loaded, with its fonts, at the first document.
function opened(): NodeCompiler {
  shared ??= loaded().NodeCompiler.create({ fontArgs: [{ fontPaths: fontFolders() }] });
  return shared;
}

function loaded(): typeof import('@myriaddreamin/typst-ts-node-compiler') {
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
