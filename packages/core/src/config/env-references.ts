import type { ClientConfig } from '../contract/client-config.js';
import { isHttpUrl, type ClientSettings } from '../client/check-config.js';
import type { Environment } from '../client/config-from-env.js';
import { LmError } from '../errors/lm-error.js';
import { mergeHeaders } from '../http/request-headers.js';
import type { EnvReference, ProviderConfig } from './lmux-config.js';

/** Whether a value is meant as a reference to the environment. */
export function isReference(value: unknown): value is EnvReference {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'env');
}

/** The settings that stand in the file itself. */
export function withoutReferences(config: ProviderConfig): ClientSettings {
  const { use: _, baseUrl, apiToken, headers, proxy, ...rest } = config;
  const own = Object.entries(headers ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return {
    ...rest,
    ...(baseUrl === undefined || isReference(baseUrl) ? {} : { baseUrl }),
    ...(apiToken === undefined || isReference(apiToken) ? {} : { apiToken }),
    ...(proxy === undefined || isReference(proxy) ? {} : { proxy }),
    ...(headers === undefined ? {} : { headers: Object.fromEntries(own) }),
  };
}

/** Says what is wrong with a variable's value, never what it is; nothing when it is right. */
type ValueCheck = (value: string) => string | undefined;

const isUrl: ValueCheck = (value) =>
  isHttpUrl(value) ? undefined : 'is no http or https URL such as http://localhost:1234';

const isHeaderValue: ValueCheck = (value) => {
  try {
    mergeHeaders({ value });
    return undefined;
  } catch {
    return 'has characters that HTTP does not allow, such as a line break';
  }
};

function valueOf({ env: name }: EnvReference, where: string, env: Environment, check: ValueCheck): string {
  // A line of a file may end in a space or a carriage return.
  const value = env[name]?.trim() || undefined;
  const wrong = value === undefined ? 'is not set, or empty' : check(value);
  if (value !== undefined && wrong === undefined) return value;
  throw new LmError('config_invalid', `"${where}.env" names the environment variable ${name}, which ${wrong}.`);
}

/**
 * What a client is made from: the settings of the file, and what the environment has for its references. Its errors name the
 * variable and the path, never a value.
 */
export function resolveReferences(config: ProviderConfig, where: string, env: Environment): ClientConfig {
  const { use, baseUrl, apiToken, headers, proxy } = config;
  const settings = withoutReferences(config);
  const referred = Object.entries(headers ?? {}).flatMap(([name, value]): [string, string][] =>
    isReference(value) ? [[name, valueOf(value, `${where}.headers.${name}`, env, isHeaderValue)]] : [],
  );
  return {
    ...settings,
    provider: use,
    ...(isReference(baseUrl) ? { baseUrl: valueOf(baseUrl, `${where}.baseUrl`, env, isUrl) } : {}),
    ...(isReference(apiToken) ? { apiToken: valueOf(apiToken, `${where}.apiToken`, env, isHeaderValue) } : {}),
    ...(isReference(proxy) ? { proxy: valueOf(proxy, `${where}.proxy`, env, isUrl) } : {}),
    ...(headers === undefined ? {} : { headers: { ...settings.headers, ...Object.fromEntries(referred) } }),
  };
}
