import { Command } from 'commander';
import { say } from '../open.ts';
import { benchWeb, type PageResult, type WebResult } from './web.ts';

export const benchVerbs = () =>
  new Command('bench')
    .description('Measures this Trellis on this machine, beside something bare in the same run.')
    .addCommand(
      new Command('web')
        .description('Pages beside a bare server that runs the same SQL; bytes, starts and memory.')
        .option('--connections <number>', 'how many ask at once', Number, 16)
        .option('--seconds <number>', 'how long each page is asked for', Number, 10)
        .option('--scale <number>', 'how many times the story’s four hundred seekers', Number, 0.25)
        .option('--json', 'print one JSON object')
        .action(async ({ json, ...options }) => {
          const result = await benchWeb(options, (line) => console.error(`  ${line}`));
          say(json, result, inWords(result));
        })
    );

function inWords(result: WebResult): string {
  const { coldStartSeconds, warmStartSeconds, programMegabytes, databaseMegabytes } = result;
  const memory = databaseMegabytes === null ? 'not told here' : `${databaseMegabytes.toFixed(0)} MB`;
  return [
    `First start, story included: ${coldStartSeconds.toFixed(1)} s. Every later start: ${warmStartSeconds.toFixed(1)} s.`,
    `Memory after the load: program ${programMegabytes.toFixed(0)} MB, database ${memory}.`,
    `${result.connections} at once, ${result.seconds} s a page; the ratio is to a bare server with the same SQL and bytes.`,
    '',
    '| Page | Statements | req/s | p50 ms | p95 ms | Bare req/s | Ratio | First visit |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...result.pages.map(row)
  ].join('\n');
}

function row({ name, statements, page, bare, throughputRatio, weight, withinBudget }: PageResult): string {
  const failures = page.failures + bare.failures;
  const bytes = `${(weight.total / 1024).toFixed(0)} KB${withinBudget ? '' : ' (over budget)'}`;
  const cells = [
    failures ? `${name} (${failures} failures)` : name,
    statements,
    page.requestsPerSecond.toFixed(0),
    page.p50.toFixed(0),
    page.p95.toFixed(0),
    bare.requestsPerSecond.toFixed(0),
    // A failed request is quick and says nothing about speed.
    failures ? '–' : throughputRatio.toFixed(2),
    bytes
  ];
  return `| ${cells.join(' | ')} |`;
}
