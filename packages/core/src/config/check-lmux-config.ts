import { checkKeys, checkObject, didYouMean, shown, type Check } from '../validate/check.js';
import { checkSettings } from '../validate/check-config.js';
import { LmError } from '../errors/lm-error.js';
import { parseBaseUrl } from '../http/base-url.js';
import type { CheckedLmuxConfig, CheckedProvider } from './checked-lmux-config.js';
import { isReference, withoutReferences } from './env-references.js';
import type { LmuxConfig, ProviderConfig } from './lmux-config.js';
import { isTextOrReference, isVariable, LMUX_CONFIG, NAME, PACKAGE, PROVIDER_CONFIG } from './lmux-config-fields.js';
import { prefixErrors } from './prefix-errors.js';

function fail(message: string): never {
  throw new LmError('config_invalid', message);
}

/** A reference has a variable's name and nothing else. What has no `env` is no reference, and is checked by its own rules. */
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
  checkKeys(provider, PROVIDER_CONFIG, where, 'config_invalid');
  const config = provider as ProviderConfig;
  if (config.use === undefined || config.use === '') {
    fail(`"${where}.use" is missing; it names the provider of a plugin, such as "lmstudio" or "openai".`);
  }
  for (const key of ['baseUrl', 'apiToken', 'proxy'] as const) checkReference(config[key], `${where}.${key}`);
  if (config.headers !== undefined) checkHeaders(config.headers, `${where}.headers`);
  const settings = withoutReferences(config);
  // A header whose value the environment holds has its name checked here.
  const headers = Object.entries(config.headers ?? {}).map(([name, value]) => [name, isReference(value) ? '' : value]);
  checkSettings({ ...settings, headers: Object.fromEntries(headers) }, where);
  const { baseUrl } = config;
  return {
    config: { ...config },
    baseUrl: typeof baseUrl === 'string' ? parseBaseUrl(baseUrl, `${where}.baseUrl`) : undefined,
  };
}

/** Names as an error lists them. */
export function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

/** Returns the name of the default provider. */
function checkDefault(given: string | undefined, names: readonly string[]): string {
  if (given === undefined && names.length > 1) {
    fail(`"default" is missing; with several providers it names the one to use: one of ${listed(names)}.`);
  }
  if (given !== undefined && !names.includes(given)) {
    fail(`"default" is "${given}"; allowed is the name of a provider: ${listed(names)}.${didYouMean(given, names)}`);
  }
  return given ?? names[0] ?? '';
}

function checkPackages(plugins: readonly unknown[]): void {
  for (const [index, name] of plugins.entries()) {
    if (typeof name === 'string' && PACKAGE.test(name)) continue;
    const given = typeof name === 'string' ? `"${name}"` : shown(name);
    fail(`"plugins[${index}]" is ${given}; allowed is the name of a package, or a path that begins with "./".`);
  }
}

function checkWhole(value: unknown): Omit<CheckedLmuxConfig, 'file'> {
  checkObject(value, 'the configuration', 'config_invalid');
  checkKeys(value, LMUX_CONFIG, '', 'config_invalid');
  const { providers: given, plugins = [], default: chosen } = value as LmuxConfig;
  const names = Object.keys(given ?? {});
  if (names.length === 0) {
    fail('"providers" is missing or empty; it holds at least one, such as { "local": { "use": "lmstudio" } }.');
  }
  const providers = new Map<string, CheckedProvider>();
  for (const name of names) {
    if (!NAME.test(name)) {
      fail(`"providers" has the name "${name}"; allowed are letters, digits and "._/-", with a letter or digit first.`);
    }
    providers.set(name, checkProvider(given[name], `providers.${name}`));
  }
  const defaultName = checkDefault(chosen, names);
  checkPackages(plugins);
  return { providers, defaultName, plugins };
}

/**
 * Checks a configuration, all but which providers the plugins register and what the environment holds. Every mistake is
 * `config_invalid`, naming the file, the path inside it, what was given and what is allowed.
 *
 * @param file What the error calls the file.
 */
export function checkLmuxConfig(value: unknown, file: string): CheckedLmuxConfig {
  return { file, ...prefixErrors(file, () => checkWhole(value)) };
}
