/** People who each come once, at moments of their own: unlike a crowd that asks again as soon as it is answered, they do not wait for one another. */
import { Agent } from 'node:http';
import { percentile, statusOf, type Ask } from './load.ts';

/** `p50`, `p95` and `slowest` are milliseconds. */
export type Arrivals = { p50: number; p95: number; slowest: number; failures: number };

/** Sends each once, spread evenly at random over so many seconds. */
export async function arrivals(asks: Ask[], seconds: number): Promise<Arrivals> {
  const agent = new Agent({ keepAlive: true });
  const times: number[] = [];
  let failures = 0;
  await Promise.all(
    asks.map(async (ask) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * seconds * 1000));
      const asked = performance.now();
      const status = await statusOf(ask, agent);
      times.push(performance.now() - asked);
      if (status !== 200 && status !== 303) failures++;
    })
  );
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    slowest: times.at(-1) ?? NaN,
    failures
  };
}
