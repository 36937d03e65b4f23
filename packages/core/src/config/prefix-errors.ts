import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';

/** Runs a function and returns its result. Puts the place of the mistake before the message of an error of lmux that it throws. */
export function prefixErrors<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw prefixError(place, error);
  }
}

/** Returns the same error with the place of the mistake before its message. An error that is not of lmux stays as it is. */
export function prefixError(place: string, error: unknown): unknown {
  if (!isLmError(error)) return error;
  const { code, message, provider, cause } = error;
  return new LmError(code, `${place}: ${message}`, { provider, cause });
}
