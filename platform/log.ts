import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs on standard output. Keys, tokens, secrets and addresses never pass. */
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
