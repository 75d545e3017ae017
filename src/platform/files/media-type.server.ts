const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/** What the bytes are: a known binary type, or text that is a table or GeoJSON; null when they are neither. */
export async function mediaTypeOf(bytes: Buffer): Promise<string | null> {
  // Loaded at the first file.
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (found && !isTextual(found.mime)) return found.mime.split(';')[0]!;
  if (bytes.subarray(0, 4).equals(zip)) return 'application/zip';
  return textTypeOf(bytes);
}

// The detector calls some text by a type of its own, such as XML; for us all text is judged below.
function isTextual(mime: string): boolean {
  return mime.startsWith('text/');
}

function textTypeOf(bytes: Buffer): string | null {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!wide && bytes.includes(0)) return null;
  const start = bytes
    .subarray(0, 4096)
    .toString('latin1')
    .replace(/^(\u00ef\u00bb\u00bf)?\s*/, '');
  if (/^WEBVTT\s/.test(start)) return 'text/vtt';
  const first = start[0];
  if (first === '{') return 'application/geo+json';
  return first === '<' ? null : 'text/csv';
}
