import { isHttpUrl, type CheckedConfig } from '../validate/check-config.js';
import type { ClientSettings } from '../validate/config-fields.js';
import type { Environment } from './config-from-env.js';
import { LmError } from '../errors/lm-error.js';
import { parseBaseUrl, type BaseUrl } from '../http/base-url.js';
import { mergeHeaders } from '../http/request-headers.js';
import type { CheckedProvider } from './checked-lmux-config.js';
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

const NOT_A_URL = 'is not an http or https URL such as http://localhost:1234';

const isUrl: ValueCheck = (value) => (isHttpUrl(value) ? undefined : NOT_A_URL);

const isHeaderValue: ValueCheck = (value) => {
  try {
    mergeHeaders({ value });
    return undefined;
  } catch {
    return 'has characters that HTTP does not allow, such as a line break';
  }
};

/** A reference, and where it stands. */
interface Reference {
  readonly name: string;
  readonly where: string;
}

function refuse({ name, where }: Reference, why: string): never {
  throw new LmError('config_invalid', `"${where}.env" names the environment variable ${name}, which ${why}.`);
}

function textOf(reference: Reference, env: Environment): string {
  // A line of a file may end in a space or a carriage return.
  return env[reference.name]?.trim() || refuse(reference, 'is not set, or empty');
}

function valueOf({ env: name }: EnvReference, where: string, env: Environment, check: ValueCheck): string {
  const reference = { name, where };
  const value = textOf(reference, env);
  const wrong = check(value);
  return wrong === undefined ? value : refuse(reference, wrong);
}

/** Returns the base URL that a reference leads to, as text and parsed. */
function baseUrlOf({ env: name }: EnvReference, where: string, env: Environment): [text: string, parsed: BaseUrl] {
  const reference = { name, where };
  const text = textOf(reference, env);
  try {
    return [text, parseBaseUrl(text)];
  } catch {
    return refuse(reference, NOT_A_URL);
  }
}

/**
 * Returns what a client is made from: the settings of the file, and what the environment has for its references. Its errors name the
 * variable and the path, never a value.
 */
export function resolveReferences(provider: CheckedProvider, where: string, env: Environment): CheckedConfig {
  const { use, baseUrl, apiToken, headers, proxy } = provider.config;
  const settings = withoutReferences(provider.config);
  const referred = Object.entries(headers ?? {}).flatMap(([name, value]): [string, string][] =>
    isReference(value) ? [[name, valueOf(value, `${where}.headers.${name}`, env, isHeaderValue)]] : [],
  );
  const [text, parsed] = isReference(baseUrl)
    ? baseUrlOf(baseUrl, `${where}.baseUrl`, env)
    : [baseUrl, provider.baseUrl];
  return {
    config: {
      ...settings,
      provider: use,
      ...(isReference(baseUrl) ? { baseUrl: text } : {}),
      ...(isReference(apiToken) ? { apiToken: valueOf(apiToken, `${where}.apiToken`, env, isHeaderValue) } : {}),
      ...(isReference(proxy) ? { proxy: valueOf(proxy, `${where}.proxy`, env, isUrl) } : {}),
      ...(headers === undefined ? {} : { headers: { ...settings.headers, ...Object.fromEntries(referred) } }),
    },
    baseUrl: parsed,
  };
}
