import { expect, test } from 'vitest';
import { killAgainAndAgain } from './killing.server.ts';

// In full, a hundred and more: bin/soak.
const kills = Number(process.env.TRELLIS_SOAK_KILLS ?? 4);

test(
  `program and database killed ${kills} times while sessions are recorded: nothing saved is lost, nothing is there twice`,
  async () => {
    const outcome = await killAgainAndAgain(kills, (done) => {
      if (done % 10 === 0) console.log(`${done} of ${kills} kills`);
    });
    const { acknowledged, lost, doubled } = outcome;
    console.log(
      `${kills} kills, ${acknowledged} sessions acknowledged: ${lost.length} lost, ${doubled.length} doubled`
    );
    expect(outcome).toMatchObject({ lost: [], doubled: [], brokenChain: null });
    expect(outcome.acknowledged).toBeGreaterThan(kills);
  },
  60 * 60_000
);
