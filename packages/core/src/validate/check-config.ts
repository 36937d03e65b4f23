import type { ClientConfig } from '../contract/client-config.js';
import { LmError } from '../errors/lm-error.js';
import { maskName } from '../errors/looks-secret.js';
import { parseBaseUrl, type BaseUrl } from '../http/base-url.js';
import { checkConfiguredHeaders } from '../http/request-headers.js';
import { checkProxyUrl } from '../transport/proxy-settings.js';
import { checkKeys, checkObject, isString, type Checks } from './check.js';
import { checkTimeoutsAndRetry } from './check-call-options.js';
import { checkModelOverrides } from './check-model-overrides.js';
import { checkReasoningTags } from './check-reasoning-tags.js';
import { CLIENT_RETRY, CLIENT_SETTINGS, LIMITS, RETRY_QUOTA, type ClientSettings } from './config-fields.js';
import { CONFIG_HINTS } from './key-hints.js';

const CONFIG: Checks = { provider: isString, ...CLIENT_SETTINGS };

function checkProxy(proxy: NonNullable<ClientConfig['proxy']>, where: string): void {
  if (typeof proxy === 'object') {
    checkKeys(
      proxy,
      { url: isString, fromEnv: (value) => (value === true ? undefined : 'true') },
      where,
      'config_invalid',
    );
    const { url, fromEnv } = proxy as { url?: string; fromEnv?: true };
    if ((url === undefined) === (fromEnv === undefined)) {
      const received = url === undefined ? 'neither' : 'both';
      throw new LmError(
        'config_invalid',
        `"${where}" must have either "url" or "fromEnv": true; received ${received}.`,
      );
    }
  }
  const url = typeof proxy === 'string' ? proxy : 'url' in proxy ? proxy.url : undefined;
  if (url !== undefined) checkProxyUrl(url, `"${where}"`);
}

/** Describes an invalid URL without showing any part of it, since it may contain a password. */
export function shownUrl(url: string): string {
  if (!url.includes('://')) return url === '' ? 'an empty string' : 'a string without a scheme';
  return /^https?:/i.test(url) ? 'a string that is not a valid URL' : 'a URL with another scheme';
}

/** Returns true if the text is an http or https URL. */
export function isHttpUrl(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/** Rejects references to environment variables, which only `createClients` resolves. Their text is not shown, since it may be the secret. */
function rejectReferences(config: ClientConfig): void {
  for (const key of ['baseUrl', 'apiToken', 'proxy'] as const) {
    const value: unknown = config[key];
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'env')) continue;
    throw new LmError(
      'config_invalid',
      `"${key}" must be the value itself; received { "env": ... }, which is supported only in a configuration file and by createClients(). Use process.env.`,
    );
  }
}

/** A client's configuration that has been checked. */
export interface CheckedConfig {
  /** A shallow copy, so that later, unchecked changes to the original have no effect. */
  readonly config: ClientConfig;
  /** The parsed `config.baseUrl`. `undefined` if it is not set. */
  readonly baseUrl: BaseUrl | undefined;
}

/**
 * Checks the contents of settings after the types of their keys have been checked: timeouts, limits, the proxy's URL and the values of
 * headers. The base URL is checked by parsing it.
 *
 * @param where Path of the settings, for the error. Empty for none.
 */
export function checkSettings(config: ClientSettings, where: string): void {
  const prefix = where === '' ? '' : `${where}.`;
  checkTimeoutsAndRetry(config, where, 'config_invalid', CLIENT_RETRY);
  const quota = typeof config.retry === 'object' ? config.retry.quota : undefined;
  if (typeof quota === 'object') checkKeys(quota, RETRY_QUOTA, `${prefix}retry.quota`, 'config_invalid');
  if (config.limits !== undefined) checkKeys(config.limits, LIMITS, `${prefix}limits`, 'config_invalid');
  if (config.models !== undefined) checkModelOverrides(config.models, `${prefix}models`);
  const { reasoningTags } = config;
  if (reasoningTags !== undefined) checkReasoningTags(reasoningTags, `${prefix}reasoningTags`, 'config_invalid');
  if (config.proxy !== undefined) checkProxy(config.proxy, `${prefix}proxy`);
  checkConfiguredHeaders(`"${prefix}headers"`, config.headers);
  if (typeof config.apiToken === 'string') {
    checkConfiguredHeaders(`"${prefix}apiToken"`, { authorization: config.apiToken });
  }
}

/**
 * Checks a configuration, except that its provider exists. Throws `config_invalid`, naming the key, the allowed values and the value
 * received.
 */
export function checkConfig(config: ClientConfig): CheckedConfig {
  checkObject(config, 'The configuration', 'config_invalid');
  rejectReferences(config);
  checkKeys(config, CONFIG, '', 'config_invalid', CONFIG_HINTS);
  if (config.provider === undefined || config.provider === '') {
    throw new LmError(
      'config_invalid',
      '"provider" is missing. Set it to the id of one of the plugins, such as "openai".',
    );
  }
  checkSettings(config, '');
  return { config: { ...config }, baseUrl: config.baseUrl === undefined ? undefined : parseBaseUrl(config.baseUrl) };
}

/**
 * Checks that the provider supports all keys of its `options`.
 *
 * @param where Path of `options`, for the error.
 */
export function checkProviderOptions(config: ClientConfig, optionKeys: readonly string[], where = 'options'): void {
  for (const key of Object.keys(config.options ?? {})) {
    if (optionKeys.includes(key)) continue;
    const known = optionKeys.length === 0 ? 'It has no options' : `Supported keys: ${optionKeys.join(', ')}`;
    throw new LmError(
      'config_invalid',
      `Unknown key "${where}.${maskName(key)}" for provider "${config.provider}". ${known}.`,
    );
  }
}
