/**
 * The parts of an archive made for browsers, such as a lesson. They are answered only at the lessons' address; a type is
 * by the name's ending, as the page that asks for it expects, and what no browser shows is bytes to it.
 */
const typesByEnding: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  xhtml: 'application/xhtml+xml',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  xml: 'text/xml',
  xsd: 'text/xml',
  dtd: 'text/plain',
  vtt: 'text/vtt',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  ico: 'image/x-icon',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  webm: 'video/webm',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  otf: 'font/otf',
  pdf: 'application/pdf',
  wasm: 'application/wasm'
};

export const partTypeOf = (path: string): string =>
  typesByEnding[endingOf(path)] ?? 'application/octet-stream';

const endingOf = (path: string) => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

// What a machine runs when somebody opens it, by its name or by how it begins. A lesson has no use for one.
const programEndings = [
  'exe',
  'dll',
  'com',
  'scr',
  'msi',
  'bat',
  'cmd',
  'ps1',
  'vbs',
  'jar',
  'apk',
  'hta',
  'lnk',
  'sh'
];
const programStarts = [
  Buffer.from('MZ'),
  Buffer.from('\u007fELF'),
  Buffer.from([0xca, 0xfe, 0xba, 0xbe]),
  Buffer.from([0xcf, 0xfa, 0xed, 0xfe]),
  Buffer.from('#!')
];

export function isProgram(path: string, bytes: Buffer): boolean {
  if (programEndings.includes(endingOf(path))) return true;
  // Two letters could begin a text; nobody names a program as one and has it run.
  if (/^(text|application\/json|image\/svg)/.test(partTypeOf(path))) return false;
  return programStarts.some((start) => bytes.subarray(0, start.length).equals(start));
}
