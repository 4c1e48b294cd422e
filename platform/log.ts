import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs on standard output, with keys, tokens, secrets and addresses redacted. */
export function createLogger(level: string, name: string): Logger {
  return pino({
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'req.headers',
        'res.headers',
        '*.authorization',
        '*.token',
        '*.key',
        '*.secret',
        '*.approver',
        '*.recipient',
      ],
      remove: true,
    },
  });
}
