/**
 * A reporter that adds this run's counts to a file, so that `bin/test` can close with one line over all its runs, and
 * names what failed in a second file, so that the last lines of a long log say it again.
 */
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env.TRELLIS_TEST_TALLY;
    if (!file) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const failed = tests
      .filter((test) => test.result().state === 'failed')
      .map(
        (test) =>
          `${test.module.relativeModuleId}: ${test.fullName}\n${firstLines(test.result().errors?.[0])}`
      );
    const unread = modules
      .filter((module) => module.state() === 'failed' && ![...module.children.allTests('failed')].length)
      .map((module) => `${module.relativeModuleId}: could not be run\n${firstLines(module.errors()[0])}`);
    const astray = errors.map((error) => `Outside of any test\n${firstLines(error)}`);
    const failures = [...failed, ...unread, ...astray];
    appendFileSync(file, `${count('passed')} ${failures.length} ${count('skipped')}\n`);
    if (failures.length)
      appendFileSync(`${file}.failed`, failures.map((failure) => `FAILED ${failure}\n`).join(''));
  }
}

function firstLines(error: unknown): string {
  const { message = String(error) } = (error ?? {}) as { message?: string };
  return message.split('\n').slice(0, 12).join('\n');
}
