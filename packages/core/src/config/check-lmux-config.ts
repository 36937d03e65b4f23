import { checkKeys, checkObject, didYouMean, shown, type Check } from '../validate/check.js';
import { checkSettings } from '../validate/check-config.js';
import { CONFIG_HINTS } from '../validate/key-hints.js';
import { LmError } from '../errors/lm-error.js';
import { maskName, quoteName } from '../errors/looks-secret.js';
import { parseBaseUrl } from '../http/base-url.js';
import type { CheckedLmuxConfig, CheckedProvider } from './checked-lmux-config.js';
import { isReference, withoutReferences } from './env-references.js';
import type { LmuxConfig, ProviderConfig } from './lmux-config.js';
import { isTextOrReference, isVariable, LMUX_CONFIG, NAME, PACKAGE, PROVIDER_CONFIG } from './lmux-config-fields.js';
import { prefixErrors } from './prefix-errors.js';

function fail(message: string): never {
  throw new LmError('config_invalid', message);
}

/** Checks that a reference has the name of a variable and nothing else. A value without `env` is not a reference, and other checks apply. */
function checkReference(value: unknown, where: string): void {
  if (!isReference(value)) return;
  checkKeys(value, { env: isVariable }, where, 'config_invalid');
}

function checkHeaders(headers: object, where: string): void {
  const checks = Object.keys(headers).map((name): [string, Check] => [name, isTextOrReference]);
  checkKeys(headers, Object.fromEntries(checks), where, 'config_invalid');
  for (const [name, value] of Object.entries(headers)) checkReference(value, `${where}.${name}`);
}

function checkProvider(provider: unknown, where: string): CheckedProvider {
  checkObject(provider, `"${where}"`, 'config_invalid');
  checkKeys(provider, PROVIDER_CONFIG, where, 'config_invalid', CONFIG_HINTS);
  const config = provider as ProviderConfig;
  if (config.use === undefined || config.use === '') {
    fail(`"${where}.use" is missing. Set it to the id of a provider, such as "lmstudio" or "openai".`);
  }
  for (const key of ['baseUrl', 'apiToken', 'proxy'] as const) checkReference(config[key], `${where}.${key}`);
  if (config.headers !== undefined) checkHeaders(config.headers, `${where}.headers`);
  const settings = withoutReferences(config);
  // The name of a header is checked here even if its value comes from the environment.
  const headers = Object.entries(config.headers ?? {}).map(([name, value]) => [name, isReference(value) ? '' : value]);
  checkSettings({ ...settings, headers: Object.fromEntries(headers) }, where);
  const { baseUrl } = config;
  return {
    config: { ...config },
    baseUrl: typeof baseUrl === 'string' ? parseBaseUrl(baseUrl, `${where}.baseUrl`) : undefined,
  };
}

/** Maximum number of names in a message. */
const MAX_LISTED = 20;

/** Returns names in quotes, separated by commas, as messages list them. */
export function listed(names: readonly string[]): string {
  const more = names.length > MAX_LISTED ? ', …' : '';
  return (
    names
      .slice(0, MAX_LISTED)
      .map((name) => `"${maskName(name)}"`)
      .join(', ') + more
  );
}

/** Returns the name of the default provider. */
function checkDefault(given: string | undefined, names: readonly string[]): string {
  if (given === undefined && names.length > 1) {
    fail(`"default" is missing. Set it to the name of the provider to use: ${listed(names)}.`);
  }
  if (given !== undefined && !names.includes(given)) {
    const expected = `the name of a provider (${listed(names)})`;
    fail(`"default" must be ${expected}; received ${quoteName(given)}.${didYouMean(given, names)}`);
  }
  return given ?? names[0] ?? '';
}

/** Returns true for a `file:` URL of another host, from which Windows would load code over the network. */
function hasHost(name: string): boolean {
  return name.startsWith('file:') && (!URL.canParse(name) || new URL(name).hostname !== '');
}

function checkPackages(plugins: readonly unknown[]): void {
  for (const [index, name] of plugins.entries()) {
    if (typeof name === 'string' && PACKAGE.test(name) && !hasHost(name)) continue;
    const given = typeof name === 'string' ? quoteName(name) : shown(name);
    fail(`"plugins[${index}]" must be the name of a package or a path that begins with "./"; received ${given}.`);
  }
}

function checkWhole(value: unknown): Omit<CheckedLmuxConfig, 'file'> {
  checkObject(value, 'the configuration', 'config_invalid');
  checkKeys(value, LMUX_CONFIG, '', 'config_invalid');
  const { providers: given, plugins = [], default: chosen } = value as LmuxConfig;
  const names = Object.keys(given ?? {});
  if (names.length === 0) {
    fail('"providers" is missing or empty. Add at least one provider, such as { "local": { "use": "lmstudio" } }.');
  }
  const providers = new Map<string, CheckedProvider>();
  for (const name of names) {
    if (!NAME.test(name)) {
      const allowed = 'at most 64 letters, digits and "._/-", and begin with a letter or digit';
      fail(`A name in "providers" must consist of ${allowed}; received ${quoteName(name)}.`);
    }
    providers.set(name, checkProvider(given[name], `providers.${maskName(name)}`));
  }
  const defaultName = checkDefault(chosen, names);
  checkPackages(plugins);
  return { providers, defaultName, plugins };
}

/**
 * Checks a configuration, except for the ids of the providers, which the plugins register, and the values of environment variables.
 *
 * @param file Name of the file for messages.
 * @throws `config_invalid`, with the file, the path inside it, the value received and what was expected.
 */
export function checkLmuxConfig(value: unknown, file: string): CheckedLmuxConfig {
  return { file, ...prefixErrors(file, () => checkWhole(value)) };
}
