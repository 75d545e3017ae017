/** JSON lines on standard output. What people wrote, and who they are, never reaches a log: see `redact`. */
import pino from 'pino';
import { settings } from '#platform/settings/index.server.ts';

export const log = pino({
  level: settings().log,
  redact: {
    paths: [
      '*.password',
      '*.passphrase',
      '*.email',
      '*.name',
      '*.text',
      '*.note',
      '*.cookie',
      '*.authorization',
      'error.detail',
      'error.parameters',
      'error.query'
    ],
    censor: '[redacted]'
  },
  serializers: {
    error: ({ name, message, code, stack }: Error & { code?: string }) => ({ name, message, code, stack })
  }
});
