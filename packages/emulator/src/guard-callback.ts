import { format } from 'node:util';
import type { LogEntry } from './shared/server/request-record.js';

type Log = (entry: LogEntry) => unknown;

/** Returns a log function that never throws. The first error of the application's function is a process warning, also if it returns a promise that rejects. */
export function guardLog(log: Log): (entry: LogEntry) => void {
  let isReported = false;
  const report = (error: unknown): void => {
    if (isReported) return;
    isReported = true;
    process.emitWarning('The log function of the emulator threw an error. Further errors are not reported.', {
      type: 'LmuxWarning',
      code: 'LMUX_CALLBACK_ERROR',
      detail: format(error),
    });
  };
  return (entry) => {
    try {
      const result = log(entry);
      if (result instanceof Promise) result.catch(report);
    } catch (error) {
      report(error);
    }
  };
}
