import { Command } from 'commander';
import { bandWords, instrumentIds, isInstrument, score, scoreRefusals } from '#domains/measures/index.ts';
import { say } from './open.ts';

export const scoreVerb = () =>
  new Command('score')
    .description('Scores a questionnaire’s answers.')
    .argument('<instrument>', instrumentIds.join(' or '))
    .argument('<answers...>', 'one number from 0 to 3 for each item, in order')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample: bin/trellis score gad-7 1 0 2 1 0 1 0')
    .action((instrument: string, answers: string[], { json }) => {
      if (!isInstrument(instrument))
        throw new Error(
          `There is no instrument called ${instrument}; there are ${instrumentIds.join(' and ')}.`
        );
      const result = score(instrument, answers.map(numberOf));
      if ('refusal' in result) throw new Error(scoreRefusals[result.refusal]());
      const flags = result.flags.length ? `\nFlags: ${result.flags.join(', ')}` : '';
      say(json, result, `Total ${result.total}: ${bandWords[result.band]()}${flags}`);
    });

// Number('') is 0: an empty word must not pass for "not at all".
function numberOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}
