import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';

/** Runs a function and returns its result. If it throws an `LmError`, the place of the mistake, if known, is put before the message. */
export function prefixErrors<T>(place: string | undefined, run: () => T): T {
  if (place === undefined) return run();
  try {
    return run();
  } catch (error) {
    throw prefixError(place, error);
  }
}

/** Returns a copy of an `LmError` with the place of the mistake before its message. Returns any other error unchanged. */
export function prefixError(place: string, error: unknown): unknown {
  if (!isLmError(error)) return error;
  const { code, message, provider, cause } = error;
  return new LmError(code, `${place}: ${message}`, { provider, cause });
}
