import { isHttpUrl, type CheckedConfig } from '../validate/check-config.js';
import type { ClientSettings } from '../validate/config-fields.js';
import { LmError } from '../errors/lm-error.js';
import { looksSecret } from '../errors/looks-secret.js';
import { parseBaseUrl, suggestUrl, type BaseUrl } from '../http/base-url.js';
import { mergeHeaders } from '../http/request-headers.js';
import type { CheckedProvider } from './checked-lmux-config.js';
import { readVariable, type Environment } from './environment.js';
import type { EnvReference, ProviderConfig } from './lmux-config.js';

/** Returns true if a value has the form of a reference to an environment variable. */
export function isReference(value: unknown): value is EnvReference {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'env');
}

/** Returns the settings that are not references. */
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

/** Checks the value of a variable. Returns what is wrong, without the value itself, and what to do, or `undefined` if it is valid. */
type ValueCheck = (value: string) => string | undefined;

const NOT_A_URL = 'whose value is not an http or https URL such as http://localhost:1234. Correct its value.';

const isUrl: ValueCheck = (value) => (isHttpUrl(value) ? undefined : NOT_A_URL);

const isHeaderValue: ValueCheck = (value) => {
  try {
    mergeHeaders({ value });
    return undefined;
  } catch {
    return 'whose value contains a character that HTTP does not allow in a header, such as a line break. Remove it from the value.';
  }
};

/** A reference and its place in the configuration. */
interface Reference {
  readonly name: string;
  readonly where: string;
}

function refuse({ name, where }: Reference, why: string): never {
  // Instead of the variable's name, a user may have put the secret itself here.
  const variable = looksSecret(name)
    ? 'a variable with a name that may be a secret'
    : `the environment variable ${name}`;
  throw new LmError('config_invalid', `"${where}.env" refers to ${variable}, ${why}`);
}

function textOf(reference: Reference, env: Environment): string {
  return (
    readVariable(env, reference.name) ??
    refuse(reference, 'which is not set or is empty. Set the variable, or change the reference.')
  );
}

function valueOf({ env: name }: EnvReference, where: string, env: Environment, check: ValueCheck): string {
  const reference = { name, where };
  const value = textOf(reference, env);
  const wrong = check(value);
  return wrong === undefined ? value : refuse(reference, wrong);
}

/** Returns the base URL that a reference resolves to, as text and parsed. */
function baseUrlOf({ env: name }: EnvReference, where: string, env: Environment): [text: string, parsed: BaseUrl] {
  const reference = { name, where };
  const text = textOf(reference, env);
  try {
    return [text, parseBaseUrl(text)];
  } catch {
    return refuse(reference, `${NOT_A_URL}${suggestUrl(text)}`);
  }
}

/**
 * Returns the configuration of a client: the settings of the file, with references replaced by the values of the environment variables.
 *
 * @throws `config_invalid`, with the variable and the path of the reference, but never a value.
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
