/**
 * What monitors ask: `/healthz` (the program runs), `/readyz` (its database answers, and its clocks are looked at), `/metrics` (Prometheus
 * text; from this machine, or with the bearer token of TRELLIS_METRICS_TOKEN).
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Histogram, register } from 'prom-client';
import type { MachineDoor } from './server.ts';

/** `ready` rejects with the reason when the program is not fit for work. */
export function machineDoor(ready: () => Promise<unknown>, metricsToken: string | undefined): MachineDoor {
  collectDefaultMetrics();
  const seconds = new Histogram({
    name: 'trellis_request_seconds',
    help: 'How long requests took, by method and status.',
    labelNames: ['method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
  });
  return (request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return answer(response, 200, 'alive');
    if (path === '/readyz') {
      ready().then(
        () => answer(response, 200, 'ready'),
        (error: Error) => answer(response, 503, error.message)
      );
      return true;
    }
    if (path === '/metrics') {
      if (!mayMeasure(request, metricsToken))
        return answer(response, 403, 'Metrics are for this machine, or with the token.');
      register.metrics().then((text) => answer(response, 200, text));
      return true;
    }
    const stop = seconds.startTimer({ method: request.method });
    response.once('finish', () => stop({ status: response.statusCode }));
    return false;
  };
}

function mayMeasure(request: IncomingMessage, token: string | undefined): boolean {
  // Behind a proxy every request comes from this machine, so a forwarded one needs the token.
  const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
  if (local && !request.headers['x-forwarded-for']) return true;
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted);
}

function answer(response: ServerResponse, status: number, text: string): true {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(text);
  return true;
}
