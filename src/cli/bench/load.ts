/** Asks for one address again and again over a few kept connections, each asking anew once it is answered. */
import { Agent, get } from 'node:http';

export type Load = { requestsPerSecond: number; p50: number; p95: number; failures: number };

/** `p50` and `p95` are milliseconds. */
export async function load(
  address: string,
  cookie: string,
  connections: number,
  seconds: number
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failures = 0;
  const end = performance.now() + seconds * 1000;
  const ask = async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      const status = await statusOf(address, cookie, agent);
      times.push(performance.now() - begun);
      if (status !== 200) failures++;
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  agent.destroy();
  times.sort((a, b) => a - b);
  const percentile = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { requestsPerSecond: times.length / seconds, p50: percentile(0.5), p95: percentile(0.95), failures };
}

function statusOf(address: string, cookie: string, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const request = get(address, { agent, headers: { cookie, accept: 'text/html' } }, (reply) => {
      reply.resume().once('end', () => resolve(reply.statusCode ?? 0));
    });
    request.once('error', () => resolve(0));
  });
}
