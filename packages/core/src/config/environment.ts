import { LmError } from '../errors/lm-error.js';
import { shown } from '../validate/check.js';

/** The variables of an environment by name. An unset variable is `undefined`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the environment of the process, or an empty one if there is no process. */
export function processEnv(): Environment {
  return globalThis.process?.env ?? {};
}

/**
 * Returns the value of a variable without the whitespace around it, which values read from a file may have. An empty variable counts as unset.
 * Only the environment's own properties are variables, so `constructor` is none.
 *
 * @throws `config_invalid` if the value is not a string.
 */
export function readVariable(env: Environment, name: string): string | undefined {
  const value: unknown = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value === undefined) return undefined;
  if (typeof value === 'string') return value.trim() || undefined;
  throw new LmError('config_invalid', `The environment variable ${name} must be a string; received ${shown(value)}.`);
}
