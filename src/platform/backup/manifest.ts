/** What a backup says about itself. */
import * as v from 'valibot';

const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const Manifest = v.object({
  format: v.literal('trellis-backup-1'),
  takenAt: v.string(),
  /** In the order they ran. */
  migrations: v.array(v.object({ name: v.string(), checksum: sha256 })),
  tables: v.array(
    v.object({ schema: v.string(), name: v.string(), columns: v.array(v.string()), rows: v.number(), sha256 })
  ),
  sequences: v.array(v.object({ schema: v.string(), name: v.string(), value: v.string() })),
  files: v.array(v.object({ path: v.string(), sha256 })),
  /** Where the files are when they are not in the backup. */
  filesElsewhere: v.boolean(),
  /** A mark of each master key, oldest first, by which a restore knows that it has the right ones. */
  masterKeys: v.array(sha256)
});

export type Manifest = v.InferOutput<typeof Manifest>;
export type TableRecord = Manifest['tables'][number];

/** Reads a manifest's text; throws a sentence when it is none. */
export function readManifest(text: string): Manifest {
  const parsed = v.safeParse(Manifest, JSON.parse(text));
  if (!parsed.success) throw new Error('This folder holds no backup that this Trellis can read.');
  return parsed.output;
}
