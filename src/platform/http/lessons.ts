/**
 * Lessons that others made run under an address of their own, so that to a browser their scripts are strangers to ours. What
 * is answered there carries no session, changes nothing, and may ask nobody else for anything.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Whether this path is a lesson's. It is answered at the lessons' address and nowhere else. */
export const isLessonPath = (url = ''): boolean => /^\/o\/[^/?]+\/lessons\//.test(url);

/** Tells the pages that a request came to the lessons' address; whoever else sends it is not believed. */
export const lessonsMark = 'x-trellis-lessons';

/** The status with which a request to the lessons' address is refused, or null. */
export function refusalOfLesson({ method, url }: IncomingMessage): 404 | 405 | null {
  if (method !== 'GET' && method !== 'HEAD') return 405;
  return isLessonPath(url) ? null : 404;
}

/** What a lesson may do: run its own script, and ask this address alone. It stands in a frame of ours or of its own. */
export function setLessonHeaders(response: ServerResponse, ours: string): void {
  response.removeHeader('x-frame-options');
  response.setHeader('content-security-policy', lessonPolicy(ours));
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-dns-prefetch-control', 'off');
}

/** As a header; also for what a device answers itself with where there is no signal. */
export const lessonPolicy = (ours: string) =>
  [
    "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'",
    "connect-src 'self' data: blob:",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "form-action 'none'",
    "base-uri 'self'",
    `frame-ancestors 'self' ${ours}`,
    'sandbox allow-scripts allow-same-origin allow-forms allow-modals'
  ].join('; ');
