/**
 * The environment, parsed once. Every variable has a default that suits a first start on one machine;
 * a bad value stops the program with a sentence that names it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

const port = v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(1), v.maxValue(65535));
const flag = v.pipe(
  v.picklist(['', '0', '1', 'true', 'false']),
  v.transform((text) => text === '1' || text === 'true')
);

const Environment = v.object({
  /** An outside PostgreSQL 15 or newer, as the owner of its database; unset means the embedded server. */
  DATABASE_URL: v.optional(v.pipe(v.string(), v.startsWith('postgres', 'must be a postgres:// address'))),
  TRELLIS_DATA: v.optional(v.string(), 'data'),
  TRELLIS_PORT: v.optional(port, '8080'),
  TRELLIS_HOST: v.optional(v.string(), '127.0.0.1'),
  /** The address people type, for links, cookies and the Host and Origin checks. */
  TRELLIS_ORIGIN: v.optional(
    v.pipe(v.string(), v.url('must be an address such as https://trellis.example.org'))
  ),
  /** Another address of this same server, for lessons that others made: their scripts must not share ours. */
  TRELLIS_LESSONS_ORIGIN: v.optional(
    v.pipe(v.string(), v.url('must be an address such as https://lessons.example.net'))
  ),
  TRELLIS_MASTER_KEY_FILE: v.optional(v.string()),
  TRELLIS_SMTP_URL: v.optional(
    v.pipe(v.string(), v.regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address'))
  ),
  TRELLIS_MAIL_FROM: v.optional(v.pipe(v.string(), v.email()), 'trellis@localhost.localdomain'),
  /** s3://bucket on an S3-compatible store; unset means a folder under the data folder. */
  TRELLIS_FILES_S3: v.optional(v.pipe(v.string(), v.url())),
  TRELLIS_METRICS_TOKEN: v.optional(v.pipe(v.string(), v.minLength(16))),
  TRELLIS_LOG: v.optional(v.picklist(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
  /** How many proxies stand in front and append to X-Forwarded-For; 0 means none is trusted. */
  TRELLIS_PROXIES: v.optional(v.pipe(v.string(), v.transform(Number), v.integer(), v.minValue(0)), '0'),
  /** A demonstration shows its outbox and ready-made sign-ins. */
  TRELLIS_DEMO: v.optional(flag, '0')
});

export type Settings = ReturnType<typeof parseSettings>;

/** Parses an environment; throws one Error that lists every bad variable. */
export function parseSettings(environment: Record<string, string | undefined>) {
  const parsed = v.safeParse(Environment, environment);
  if (!parsed.success) {
    const complaints = parsed.issues.map((issue) => `  ${v.getDotPath(issue)} ${issue.message}`);
    throw new Error(`The environment cannot be used:\n${complaints.join('\n')}`);
  }
  const env = parsed.output;
  const data = path.resolve(env.TRELLIS_DATA);
  const origin = new URL(env.TRELLIS_ORIGIN ?? `http://localhost:${env.TRELLIS_PORT}`).origin;
  return {
    databaseUrl: env.DATABASE_URL,
    data,
    port: env.TRELLIS_PORT,
    host: env.TRELLIS_HOST,
    origin,
    lessonsOrigin: lessonsOriginOf(origin, env.TRELLIS_LESSONS_ORIGIN),
    masterKeyFile: env.TRELLIS_MASTER_KEY_FILE ?? path.join(data, 'secrets', 'master-key'),
    smtpUrl: env.TRELLIS_SMTP_URL,
    mailFrom: env.TRELLIS_MAIL_FROM,
    filesS3: env.TRELLIS_FILES_S3,
    metricsToken: env.TRELLIS_METRICS_TOKEN,
    log: env.TRELLIS_LOG,
    proxies: env.TRELLIS_PROXIES,
    demo: env.TRELLIS_DEMO
  };
}

/**
 * Where lessons that others made are shown, or null where there is no such place. A browser keeps `localhost` and
 * `127.0.0.1` apart, so a machine of one's own has two addresses without being given a second.
 */
export function lessonsOriginOf(origin: string, given?: string): string | null {
  const ours = new URL(origin);
  if (given !== undefined) {
    const theirs = new URL(given);
    if (theirs.hostname === ours.hostname)
      throw new Error('TRELLIS_LESSONS_ORIGIN must have another name than TRELLIS_ORIGIN.');
    return theirs.origin;
  }
  const twin = { localhost: '127.0.0.1', '127.0.0.1': 'localhost' }[ours.hostname];
  if (!twin) return null;
  ours.hostname = twin;
  return ours.origin;
}

let parsed: Settings | undefined;

/** This process's settings. */
export function settings(): Settings {
  parsed ??= parseSettings(process.env);
  return parsed;
}

/** Changes this process's settings before they matter, as an option of a verb does; the built program sees them too. */
export function overrideSettings(environment: Record<string, string>): void {
  Object.assign(process.env, environment);
  parsed = undefined;
}

/** A secret kept in a file only its owner can read, made at first need. Returns its text. */
export function secret(file: string, bytes = 32): string {
  if (!existsSync(file)) {
    const folder = path.dirname(file);
    // Only the secrets' own folder is closed: the database's account must find its way through the one it stands in.
    mkdirSync(path.dirname(folder), { recursive: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(bytes).toString('base64url'), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
