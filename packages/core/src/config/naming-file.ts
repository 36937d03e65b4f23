import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';

/** Runs something; an error of ours that comes out of it names where the mistake stands. */
export function namingFile<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw named(where, error);
  }
}

/** The same error, naming where the mistake stands; what is not ours is left as it is. */
export function named(where: string, error: unknown): unknown {
  if (!isLmError(error)) return error;
  const { code, message, provider, cause } = error;
  return new LmError(code, `${where}: ${message}`, { provider, cause });
}
