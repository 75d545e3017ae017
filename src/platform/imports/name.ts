/** Names as people write them, in any script: spaces tidied, letters composed, nothing else changed. */

export type NameRefusal = 'empty' | 'too-long' | 'hidden-characters';

const nameLengthMax = 200;

export function parseName(text: string): { name: string } | { refusal: NameRefusal } {
  if (
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(
      text
    )
  )
    return { refusal: 'hidden-characters' };
  // Direction marks go; the joiners that some scripts need to spell a name stay.
  const name = text
    .normalize('NFC')
    .replace(/[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (name === '') return { refusal: 'empty' };
  return name.length > nameLengthMax ? { refusal: 'too-long' } : { name };
}
