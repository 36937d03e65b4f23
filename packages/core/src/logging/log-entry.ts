import type { LogFields, Logger } from './logger.js';
import { reportCallbackError } from './report-callback-error.js';

/** Writes a log entry. What the logger throws is reported and ignored. */
export function logEntry(logger: Logger, level: 'info' | 'warn', message: string, fields: LogFields): void {
  try {
    logger[level](message, fields);
  } catch (error) {
    reportCallbackError(`logger.${level}`, logger, error);
  }
}
