import { randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';
import { addFirstColleague, foundOrganisation } from '#platform/access/index.server.ts';
import { speakAs } from '#platform/database/index.server.ts';
import { newId } from '#platform/ids.ts';
import { createStaffSignIn } from '#platform/identity/index.server.ts';
import { say, withDatabase } from './open.ts';

const Slug = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and hyphens, such as green-valley')
);
const Kind = v.picklist(['ngo', 'facility', 'ministry'], 'ngo, facility or ministry');
const TimeZone = v.pipe(
  v.string(),
  v.check(
    (zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC',
    'a time zone such as Africa/Nairobi'
  )
);
const Currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'three capital letters, such as KES'));
const Email = v.pipe(v.string(), v.email('an e-mail address'));

export const foundVerb = () =>
  new Command('found')
    .description('Founds an organisation with its first administrator, and prints their password once.')
    .requiredOption('--name <name>', 'what the organisation is called')
    .requiredOption('--slug <slug>', 'its name in addresses, such as green-valley', (text) =>
      read(Slug, text)
    )
    .option('--kind <kind>', 'ngo, facility or ministry', (text) => read(Kind, text), 'ngo' as const)
    .option('--time-zone <zone>', 'where its days begin', (text) => read(TimeZone, text), 'UTC')
    .option('--currency <code>', 'what it reckons in', (text) => read(Currency, text), 'USD')
    .requiredOption('--administrator <name>', 'the first administrator')
    .requiredOption('--email <address>', 'what they sign in with', (text) => read(Email, text))
    .option('--json', 'print one JSON object')
    .action(async ({ name, slug, kind, timeZone, currency, administrator, email, json }) => {
      const organisation = newId();
      const person = { id: newId(), name: administrator, roles: ['administrator' as const] };
      const password = randomBytes(15).toString('base64url');
      await withDatabase(async ({ database }) => {
        await speakAs(database, { organisation, system: true }, async (tx) => {
          await foundOrganisation(tx, { id: organisation, slug, name, kind, timeZone, currency });
          await addFirstColleague(tx, person, organisation);
        });
        await createStaffSignIn(person, email, password);
      });
      const words = `${name} is founded. ${administrator} signs in with ${email} and the password\n  ${password}\nand should change it at once, on the page "My account".`;
      say(json, { organisation, person: person.id, email, password }, words);
    });

function read<Schema extends v.GenericSchema<string, string>>(
  schema: Schema,
  text: string
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, text);
  if (!parsed.success) throw new InvalidArgumentError(`It takes ${parsed.issues[0].message}.`);
  return parsed.output;
}
