import type { ClientConfig } from '../contract/client-config.js';
import { LmError } from '../errors/lm-error.js';

/** Variables of an environment by name; an absent one is `undefined`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where LM Studio listens unless told otherwise. */
const DEFAULT_BASE_URL = 'http://localhost:1234';

function timeoutOf(value: string): number {
  const ms = Number(value);
  if (!Number.isFinite(ms) || ms < 0) {
    throw new LmError(
      'config_invalid',
      `LM_TIMEOUT is "${value}"; allowed is a number of milliseconds from 0 (0 waits for ever).`,
    );
  }
  return ms;
}

/**
 * A configuration from the environment: `LM_PROVIDER` (default `lmstudio`), `LM_BASE_URL`, `LM_API_KEY` or `LM_API_TOKEN`, `LM_MODEL`,
 * `LM_EMBED_MODEL`, `LM_TIMEOUT` in milliseconds. Empty variables count as unset, spaces around a value do not count; with none set, it is LM Studio on localhost:1234.
 *
 * @param env Default: the process's environment; nothing where there is no process.
 */
export function configFromEnv(env: Environment = globalThis.process?.env ?? {}): ClientConfig {
  // A line of a file may end in a space or a carriage return.
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  const provider = read('LM_PROVIDER') ?? 'lmstudio';
  // Another provider knows its own default.
  const baseUrl = read('LM_BASE_URL') ?? (provider === 'lmstudio' ? DEFAULT_BASE_URL : undefined);
  const apiToken = read('LM_API_KEY') ?? read('LM_API_TOKEN');
  const model = read('LM_MODEL');
  const embedModel = read('LM_EMBED_MODEL');
  const timeout = read('LM_TIMEOUT');
  return {
    provider,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiToken === undefined ? {} : { apiToken }),
    ...(model === undefined ? {} : { model }),
    ...(embedModel === undefined ? {} : { embedModel }),
    ...(timeout === undefined ? {} : { timeout: timeoutOf(timeout) }),
  };
}
