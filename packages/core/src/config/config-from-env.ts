import type { ClientConfig } from '../contract/client-config.js';
import { LmError } from '../errors/lm-error.js';
import { quoteName } from '../errors/looks-secret.js';
import { suggestUrl } from '../http/base-url.js';
import { mergeHeaders } from '../http/request-headers.js';
import { isHttpUrl, shownUrl } from '../validate/check-config.js';
import { processEnv, readVariable, type Environment } from './environment.js';

/** The default address of LM Studio's server. */
const DEFAULT_BASE_URL = 'http://localhost:1234';

function timeoutOf(value: string): number {
  const ms = Number(value);
  if (!Number.isFinite(ms) || ms < 0) {
    throw new LmError(
      'config_invalid',
      `LM_TIMEOUT must be a non-negative number of milliseconds; received ${quoteName(value)}. Set it to 0 to wait indefinitely.`,
    );
  }
  return ms;
}

function checkUrl(url: string): void {
  if (isHttpUrl(url)) return;
  throw new LmError(
    'config_invalid',
    `LM_BASE_URL must be an http or https URL such as ${DEFAULT_BASE_URL}; received ${shownUrl(url)}.${suggestUrl(url)}`,
  );
}

function checkToken(apiToken: string, variable: string): void {
  try {
    mergeHeaders({ authorization: apiToken });
  } catch {
    throw new LmError(
      'config_invalid',
      `${variable} contains a character that HTTP does not allow in a header, such as a line break. Remove it from the value.`,
    );
  }
}

/**
 * Returns the configuration that environment variables describe: `LM_PROVIDER` (default `lmstudio`), `LM_BASE_URL`, `LM_API_KEY` or
 * `LM_API_TOKEN`, `LM_MODEL`, `LM_EMBED_MODEL` and `LM_TIMEOUT` (in ms). If none is set, it describes LM Studio at
 * `http://localhost:1234`. An empty variable counts as unset. Whitespace around values is ignored.
 *
 * @param env Default: the environment of the process, or an empty one if there is no process.
 * @throws `config_invalid`, with the name of the variable, if an address, an API key or a timeout is invalid. The error contains no value
 * of the first two.
 */
export function configFromEnv(env: Environment = processEnv()): ClientConfig {
  const read = (name: string): string | undefined => readVariable(env, name);
  const provider = read('LM_PROVIDER') ?? 'lmstudio';
  // Other providers have their own default.
  const baseUrl = read('LM_BASE_URL') ?? (provider === 'lmstudio' ? DEFAULT_BASE_URL : undefined);
  const tokenVariable = read('LM_API_KEY') === undefined ? 'LM_API_TOKEN' : 'LM_API_KEY';
  const apiToken = read(tokenVariable);
  const model = read('LM_MODEL');
  const embedModel = read('LM_EMBED_MODEL');
  const timeout = read('LM_TIMEOUT');
  if (baseUrl !== undefined) checkUrl(baseUrl);
  if (apiToken !== undefined) checkToken(apiToken, tokenVariable);
  return {
    provider,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiToken === undefined ? {} : { apiToken }),
    ...(model === undefined ? {} : { model }),
    ...(embedModel === undefined ? {} : { embedModel }),
    ...(timeout === undefined ? {} : { timeout: timeoutOf(timeout) }),
  };
}
