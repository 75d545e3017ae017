import { Command } from 'commander';
import { wordsFor, type Refusal } from '#domains/matching/index.ts';
import { askGateAboutAll, askGateAboutOne, newestRequest } from '#domains/matching/index.server.ts';
import { dayIn } from '#platform/clock/index.ts';
import { speakAs, type Database, type Tx } from '#platform/database/index.server.ts';
import { organisations } from '#platform/jobs/index.server.ts';
import { say, withDatabase } from './open.ts';

type Options = { supporter?: string; seeker?: string; request?: string; json?: boolean };

export const gateVerb = () =>
  new Command('gate')
    .description('Says who may take a person on today, and why not: for one pair, or for a whole request.')
    .option('--supporter <id>', 'the supporter of the pair')
    .option('--seeker <id>', 'the seeker of the pair')
    .option('--request <id>', 'a request for support: asks about everybody')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      if (!options.request && !(options.supporter && options.seeker)) {
        throw new Error('Give --supporter and --seeker, or --request.');
      }
      const answer = await withDatabase(({ database }) => askWhereKnown(database, options));
      if (!answer) throw new Error('No organisation here has such a request.');
      say(options.json, answer, inWords(answer));
      if ('refusals' in answer && answer.refusals.length > 0) process.exitCode = 1;
    });

type PairAnswer = { supporter: string; seeker: string; refusals: Refusal[] };
type RequestAnswer = {
  request: string;
  may: { supporter: string; name: string; reasonsFor: object }[];
  mayNot: { supporter: string; name: string; refusals: Refusal[] }[];
};

// A request lives in one organisation; the command does not ask which.
async function askWhereKnown(
  database: Database,
  options: Options
): Promise<PairAnswer | RequestAnswer | null> {
  for (const organisation of await organisations(database)) {
    const answer = await speakAs(database, { organisation, system: true }, (tx) =>
      ask(tx, organisation, options)
    );
    if (answer) return answer;
  }
  return null;
}

async function ask(
  tx: Tx,
  organisation: string,
  { supporter, seeker, request }: Options
): Promise<PairAnswer | RequestAnswer | null> {
  const asked = await newestRequest(tx, request ? { request } : { seeker: seeker! });
  if (!asked) return null;
  const { time_zone } = await tx
    .selectFrom('organisations')
    .select('time_zone')
    .where('id', '=', organisation)
    .executeTakeFirstOrThrow();
  const today = dayIn(time_zone);
  if (!request)
    return {
      supporter: supporter!,
      seeker: seeker!,
      refusals: await askGateAboutOne(tx, asked, supporter!, today)
    };
  const { may, mayNot } = await askGateAboutAll(tx, asked, today);
  return {
    request,
    may: may.map(({ candidate, reasonsFor }) => ({
      supporter: candidate.id,
      name: candidate.name,
      reasonsFor
    })),
    mayNot: mayNot.map(({ supporter: { id, name }, refusals }) => ({ supporter: id, name, refusals }))
  };
}

function inWords(answer: PairAnswer | RequestAnswer): string {
  const told = (refusals: Refusal[]) =>
    refusals.map((refusal) => `  ${refusal}: ${wordsFor(refusal, 'coordinator')}`);
  if ('refusals' in answer)
    return answer.refusals.length === 0
      ? 'They may be matched.'
      : ['They may not be matched:', ...told(answer.refusals)].join('\n');
  return [
    ...answer.may.map(({ name, supporter }, index) => `${index + 1}. ${name} (${supporter})`),
    ...answer.mayNot.flatMap(({ name, supporter, refusals }) => [
      `Not ${name} (${supporter}):`,
      ...told(refusals)
    ])
  ].join('\n');
}
