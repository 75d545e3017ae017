/** Asks for addresses again and again over kept connections. */
import { Agent, request } from 'node:http';

export type Load = {
  requests: number;
  requestsPerSecond: number;
  p50: number;
  p95: number;
  failures: number;
  /** Its address and status; 0 is no answer. */
  firstFailure?: string;
};

export type Ask = { address: string; cookie?: string; body?: () => string };

/** Everybody in `crowd` asks at once, for so long, each anew once answered. `p50` and `p95` are milliseconds. */
export async function load(crowd: Ask[], seconds: number, { pauseSeconds = 0 } = {}): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: crowd.length });
  const times: number[] = [];
  let failures = 0;
  let firstFailure: string | undefined;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const askOnAndOn = async (ask: Ask) => {
    // People do not arrive all in the same moment, nor read equally long.
    if (pauseSeconds > 0) await wait(Math.random() * pauseSeconds);
    while (performance.now() < end) {
      const asked = performance.now();
      const status = await statusOf(ask, agent);
      times.push(performance.now() - asked);
      if (status !== 200 && status !== 303) {
        failures++;
        firstFailure ??= `${ask.address}: ${status}`;
      }
      if (pauseSeconds > 0) await wait(pauseSeconds * (0.5 + Math.random()));
    }
  };
  await Promise.all(crowd.map(askOnAndOn));
  const took = (performance.now() - begun) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return {
    requests: times.length,
    requestsPerSecond: times.length / took,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    failures,
    firstFailure
  };
}

const patienceSeconds = 30;

/** Of times in order; NaN of none. */
export const percentile = (times: number[], share: number): number =>
  times[Math.floor(times.length * share)] ?? NaN;

const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

export function statusOf({ address, cookie = '', body }: Ask, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const headers = {
      cookie,
      accept: 'text/html',
      ...(body && { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(address).origin })
    };
    const text = body?.();
    const asked = request(
      address,
      {
        agent,
        method: body ? 'POST' : 'GET',
        headers: text === undefined ? headers : { ...headers, 'content-length': Buffer.byteLength(text) }
      },
      (reply) => void reply.resume().once('end', () => resolve(reply.statusCode ?? 0))
    );
    asked.once('error', () => resolve(0));
    // Whoever waits so long has given up; the measuring goes on and counts it as a failure.
    asked.setTimeout(patienceSeconds * 1000, () => asked.destroy());
    asked.end(text);
  });
}
