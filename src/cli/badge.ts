import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { badgeFormats, badgeRefusals, type BadgeFormat } from '#domains/competence/index.ts';
import {
  badgeFile,
  checkBadge,
  issueBadge,
  revokeBadges,
  type BadgeWanted
} from '#domains/competence/index.server.ts';
import { organisationSpokenIn } from '#platform/access/index.server.ts';
import type { Organisation } from '#platform/access/index.ts';
import { problems } from '#platform/credentials/index.ts';
import { pictureBytesMax, rotateIssuerKey } from '#platform/credentials/index.server.ts';
import { speakAs, type Database, type Tx } from '#platform/database/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { settings } from '#platform/settings/index.server.ts';
import { say, withDatabase } from './open.ts';

export const badgeVerbs = () =>
  new Command('badge')
    .description('Certificates as Open Badges 3.0: made, checked, taken back.')
    .addCommand(issueVerb())
    .addCommand(verifyVerb())
    .addCommand(revokeVerb())
    .addCommand(newKeyVerb());

type IssueOptions = {
  json?: boolean;
  png?: boolean;
  svg?: boolean;
  out?: string;
  language: BadgeWanted['language'];
  identity?: 'email' | 'none';
  did?: string;
};

const issueVerb = () =>
  new Command('issue')
    .description('Makes the badge of a certificate, as a signed file or a picture that holds it.')
    .argument('<certificate>', 'its id, or the code printed on it')
    .option('--json', 'the signed JSON (what is given unless the name of the file says otherwise)')
    .addOption(new Option('--png', 'a PNG picture with the badge in it').conflicts(['json', 'svg']))
    .addOption(new Option('--svg', 'an SVG picture with the badge in it').conflicts(['json']))
    .option('--out <file>', 'write it there instead of printing it')
    .addOption(
      new Option('--language <code>', 'the language of its words')
        .choices(['en', 'fr', 'es', 'sw', 'ar'])
        .default('en')
    )
    .addOption(
      new Option(
        '--identity <kind>',
        'what ties it to its holder: the e-mail they sign in with, hashed (the default where there is one), or nothing'
      ).choices(['email', 'none'])
    )
    .addOption(
      new Option('--did <identifier>', 'tie it to an identifier of the holder’s wallet').conflicts('identity')
    )
    .action(async (certificate: string, options: IssueOptions) => {
      const format = formatOf(options);
      const file = await withDatabase(({ database }) => issued(database, certificate, options, format));
      if (!settings().origin.startsWith('https:'))
        console.error(
          `It names ${settings().origin} as its issuer’s address, which nobody elsewhere can ask. TRELLIS_ORIGIN sets another.`
        );
      if (options.out) {
        await writeFile(options.out, file);
        console.error(`Wrote ${options.out}.`);
      } else {
        await new Promise((done) => process.stdout.write(file, done));
      }
    });

function formatOf({ png, svg, json, out }: IssueOptions): BadgeFormat {
  if (png) return 'png';
  if (svg) return 'svg';
  const ending = out ? path.extname(out).slice(1).toLowerCase() : '';
  return (!json && badgeFormats.find((format) => format === ending)) || 'json';
}

async function issued(
  database: Database,
  certificate: string,
  options: IssueOptions,
  format: BadgeFormat
): Promise<Buffer> {
  return everywhere(database, certificate, async (tx, organisation) => {
    const asker = { person: null, organisation };
    const wanted = { certificate, language: options.language };
    const wish = options.did
      ? ({ kind: 'did', did: options.did } as const)
      : ({ kind: options.identity ?? 'email' } as const);
    let made = await issueBadge(tx, { ...wanted, identity: wish }, asker);
    // Nobody asked for the e-mail: where there is none, the badge goes without.
    if ('refusal' in made && made.refusal === 'no-email' && !options.identity)
      made = await issueBadge(tx, { ...wanted, identity: { kind: 'none' } }, asker);
    if ('refusal' in made) {
      if (made.refusal === 'not-found') return null;
      throw new Error(badgeRefusals[made.refusal]());
    }
    return (await badgeFile(tx, made.badge, format))!.bytes;
  });
}

const verifyVerb = () =>
  new Command('verify')
    .description(
      'Says whether a badge (JSON, a JSON Web Token, or a PNG or SVG that holds one) is valid, and every reason why not.'
    )
    .argument('<file>', 'the badge')
    .option(
      '--json',
      'print one JSON object: {"valid": …, "reasons": [codes], "words": [the same in words], …}'
    )
    .action(async (name: string, { json }: { json?: boolean }) => {
      const file = await readable(name);
      if (!Buffer.isBuffer(file)) {
        const told = unreadable[file](name);
        if (!json) throw new Error(told);
        // Whoever reads the object reads the same of every file, also of one that is not there.
        say(json, { valid: false, reasons: [file], words: [told] }, told);
        process.exitCode = 1;
        return;
      }
      const { valid, reasons, badge } = await withDatabase(({ database }) =>
        speakAs(database, { visitor: true }, (tx) => checkBadge(tx, file))
      );
      const words = reasons.map((reason) => problems[reason]());
      const about = badge && {
        name: badge.credentialSubject.achievement.name,
        issuer: badge.issuer.id,
        validUntil: badge.validUntil ?? badge.expirationDate ?? null
      };
      const told = reasons.map((reason, place) => `  ${reason}: ${words[place]}`);
      say(
        json,
        { valid, reasons, words, ...about },
        valid ? `Valid: ${about!.name}, issued by ${about!.issuer}.` : ['Not valid:', ...told].join('\n')
      );
      if (!valid) process.exitCode = 1;
    });

const unreadable = {
  'no-file': (name: string) => `There is no file ${name}.`,
  'too-large': (name: string) => `${name} is far larger than a badge.`
};

async function readable(name: string): Promise<Buffer | keyof typeof unreadable> {
  const found = await stat(name).catch(() => null);
  if (!found?.isFile()) return 'no-file';
  if (found.size > pictureBytesMax) return 'too-large';
  return readFile(name);
}

const revokeVerb = () =>
  new Command('revoke')
    .description(
      'Takes back, for good, every badge made of a certificate. The certificate itself stays as it is.'
    )
    .argument('<certificate>', 'its id, or the code printed on it')
    .requiredOption('--reason <words>', 'why')
    .option('--json', 'print one JSON object')
    .action(async (certificate: string, { reason, json }: { reason: string; json?: boolean }) => {
      const revoked = await withDatabase(({ database }) =>
        everywhere(database, certificate, (tx) => revokeBadges(tx, { certificate, reason }, null))
      );
      say(json, { revoked }, `Took back ${revoked} badges.`);
    });

const newKeyVerb = () =>
  new Command('new-key')
    .description(
      'Signs an organisation’s badges with a new key from now on. What the old key signed stays good, unless you distrust it.'
    )
    .argument('<organisation>', 'its name in addresses, such as green-valley')
    .requiredOption('--reason <words>', 'why')
    .option('--distrust', 'somebody else may have the old key: every badge that it signed stops being valid')
    .option('--json', 'print one JSON object')
    .action(async (slug: string, { reason, distrust = false, json }: NewKeyOptions) => {
      const key = await withDatabase(({ database }) =>
        everywhere(database, slug, async (tx, organisation) =>
          organisation.slug === slug
            ? rotateIssuerKey(tx, organisation, settings().origin, { distrusted: distrust, reason, by: null })
            : null
        )
      );
      say(
        json,
        { issuer: key.did, publicKey: key.publicKey, distrusted: distrust },
        `${key.did} signs with ${key.publicKey} from now on.${distrust ? ' What it signed before is good no more: make those badges again.' : ''}`
      );
    });

type NewKeyOptions = { reason: string; distrust?: boolean; json?: boolean };

/** What is asked for lives in one organisation, and the command does not ask which. */
async function everywhere<T>(
  database: Database,
  sought: string,
  find: (tx: Tx, organisation: Organisation) => Promise<T | null>
): Promise<T> {
  for (const organisation of await organisations(database)) {
    const found = await speakAs(database, { organisation, system: true }, async (tx) =>
      find(tx, (await organisationSpokenIn(tx))!)
    );
    if (found !== null) return found;
  }
  throw new Error(`Nothing here is called ${sought}.`);
}
