/** What a file is for decides which types and sizes it may have. A type is what its content is, not what its name says. */
export type FileKind = 'spreadsheet' | 'lesson-media' | 'captions' | 'calibration-recording';

export type FileRules = { mediaTypes: readonly string[]; bytesMax: number };

const fileKinds = {
  spreadsheet: {
    mediaTypes: [
      'text/csv',
      'application/geo+json',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    ],
    // 100,000 rows of twenty columns, and room for boundaries.
    bytesMax: 19 * 1024 * 1024
  },
  // Pictures without SVG, which is a program; recordings. Small enough to fetch over a slow line.
  'lesson-media': {
    mediaTypes: [
      'image/png',
      'image/jpeg',
      'image/webp',
      'audio/mpeg',
      'audio/ogg',
      'audio/x-m4a',
      'audio/mp4',
      'audio/wav'
    ],
    bytesMax: 12 * 1024 * 1024
  },
  captions: { mediaTypes: ['text/vtt'], bytesMax: 512 * 1024 },
  // A role-play of a few minutes as a telephone keeps it; a longer one is a link.
  'calibration-recording': {
    mediaTypes: [
      'audio/mpeg',
      'audio/ogg',
      'audio/x-m4a',
      'audio/mp4',
      'audio/wav',
      'video/mp4',
      'video/webm'
    ],
    bytesMax: 18 * 1024 * 1024
  }
} satisfies Record<FileKind, FileRules>;

export type FileRefusal = 'empty' | 'too-large' | 'wrong-type' | 'wrong-ending';

const endings: Record<string, readonly string[]> = {
  'text/csv': ['csv', 'tsv', 'txt'],
  'application/geo+json': ['geojson', 'json'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'audio/mpeg': ['mp3'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/x-m4a': ['m4a'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/wav': ['wav'],
  'text/vtt': ['vtt'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm']
};

/** Null when a file of this found type, length and name may be kept as this kind. */
export function refusalToStore(
  kind: FileKind,
  found: { mediaType: string | null; bytes: number; name: string }
): FileRefusal | null {
  const { mediaTypes, bytesMax }: FileRules = fileKinds[kind];
  if (found.bytes === 0) return 'empty';
  if (found.bytes > bytesMax) return 'too-large';
  if (found.mediaType === null || !mediaTypes.includes(found.mediaType)) return 'wrong-type';
  const ending = found.name.split('.').at(-1)!.toLowerCase();
  return endings[found.mediaType]?.includes(ending) ? null : 'wrong-ending';
}
