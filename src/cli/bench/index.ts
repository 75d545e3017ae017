import { Command } from 'commander';
import { say } from '../open.ts';
import { inWords, isMet } from './budgets.ts';
import { benchQuiz } from './quiz.ts';
import { benchWeb } from './web.ts';

export const benchVerbs = () =>
  new Command('bench')
    .description('Measures this Trellis on this machine, beside something bare in the same run.')
    .addCommand(
      new Command('web')
        .description('Every budget about pages: time, processor, memory, bytes, starts; about three minutes.')
        .option('--seconds <number>', 'how long each page is asked for', Number, 8)
        .option('--scale <number>', 'how many times the story’s four hundred seekers', Number, 0.25)
        .option('--json', 'print one JSON object')
        .action(async ({ json, ...options }) => {
          const result = await benchWeb(options, (line) => console.error(`  ${line}`));
          const figures = result.figures.map((figure) => ({ ...figure, met: isMet(figure) }));
          say(json, { ...result, figures }, inWords(result.figures));
        })
    )
    .addCommand(
      new Command('quiz')
        .description(
          'Learners who all hand in a quiz within the same minute, beside a bare handler; about four minutes.'
        )
        .option('--learners <number>', 'how many hand in', Number, 500)
        .option('--seconds <number>', 'within how long', Number, 60)
        .option('--json', 'print one JSON object')
        .action(async ({ json, ...options }) => {
          const result = await benchQuiz(options, (line) => console.error(`  ${line}`));
          say(json, result, inWords(result.figures));
        })
    );
