import type { ClientConfig } from '../contract/client-config.js';
import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { parseBaseUrl } from '../http/base-url.js';
import { mergeHeaders } from '../http/request-headers.js';
import {
  checkKeys,
  checkObject,
  either,
  isNonNegative,
  isObject,
  isPositiveInteger,
  isString,
  isStringRecord,
  type Check,
  type Checks,
} from './check.js';
import { checkTimeoutsAndRetry, isOnUnsupported, isRetry } from './check-call-options.js';

const isFunction: Check = (value) => (typeof value === 'function' ? undefined : 'a function that gives one');

const CONFIG: Checks = {
  provider: isString,
  baseUrl: isString,
  apiToken: either(isString, isFunction),
  headers: isStringRecord,
  model: isString,
  embedModel: isString,
  timeout: isNonNegative,
  timeouts: isObject,
  retry: isRetry,
  onUnsupported: isOnUnsupported,
  maxConcurrent: (value) => (value === Infinity ? undefined : isPositiveInteger(value)),
  proxy: either(isString, isObject),
  options: isObject,
};

function checkProxy(proxy: NonNullable<ClientConfig['proxy']>): void {
  if (typeof proxy === 'object') {
    checkKeys(
      proxy,
      { url: isString, fromEnv: (value) => (value === true ? undefined : 'true') },
      'proxy',
      'config_invalid',
    );
    const { url, fromEnv } = proxy as { url?: string; fromEnv?: true };
    if ((url === undefined) === (fromEnv === undefined)) {
      throw new LmError('config_invalid', '"proxy" needs either "url" or "fromEnv": true.');
    }
  }
  const url = typeof proxy === 'string' ? proxy : 'url' in proxy ? proxy.url : undefined;
  if (url === undefined) return;
  const scheme = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (scheme !== 'http:' && scheme !== 'https:') {
    throw new LmError('config_invalid', '"proxy" is not an http or https URL such as http://proxy:3128.');
  }
}

/** Checks a configuration, all but which provider it names. Every mistake is `config_invalid`, naming the key, what was given and what is allowed. */
export function checkConfig(config: ClientConfig): void {
  checkObject(config, 'config', 'config_invalid');
  checkKeys(config, CONFIG, '', 'config_invalid');
  if (config.provider === undefined || config.provider === '') {
    throw new LmError('config_invalid', '"provider" is missing; it names one of the plugins, such as "openai".');
  }
  checkTimeoutsAndRetry(config, '', 'config_invalid');
  if (config.baseUrl !== undefined) parseBaseUrl(config.baseUrl);
  if (config.proxy !== undefined) checkProxy(config.proxy);
  try {
    mergeHeaders(config.headers, { authorization: typeof config.apiToken === 'string' ? config.apiToken : undefined });
  } catch (cause) {
    const what = isLmError(cause) ? cause.message : '';
    throw new LmError('config_invalid', `"headers" or "apiToken" cannot be sent: ${what}`);
  }
}

/** Checks the settings of the provider's own against the keys that it knows. */
export function checkProviderOptions(config: ClientConfig, optionKeys: readonly string[]): void {
  const allowed = Object.fromEntries(optionKeys.map((key): [string, Check] => [key, () => undefined]));
  for (const key of Object.keys(config.options ?? {})) {
    if (Object.hasOwn(allowed, key)) continue;
    const known = optionKeys.length === 0 ? 'it has none' : `allowed are ${optionKeys.join(', ')}`;
    throw new LmError('config_invalid', `Unknown key "options.${key}" for provider "${config.provider}"; ${known}.`);
  }
}
