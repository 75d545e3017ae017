/** A reporter that adds this run's counts to a file, so that `bin/test` can close with one line over all its runs. */
import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken =
      modules.filter((module) => module.state() === 'failed' && count('failed') === 0).length + errors.length;
    const file = process.env.TRELLIS_TEST_TALLY;
    if (file) appendFileSync(file, `${count('passed')} ${count('failed') + broken} ${count('skipped')}\n`);
  }
}
