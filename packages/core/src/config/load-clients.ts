import { configFromEnv, type Environment } from '../client/config-from-env.js';
import { didYouMean } from '../client/check.js';
import { loadPlugins } from '../di/load-plugins.js';
import { LmError } from '../errors/lm-error.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { listed } from './check-lmux-config.js';
import { createClients, type CreateClientsOptions } from './create-clients.js';
import type { LmClients } from './lm-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { named } from './naming-file.js';
import { findConfig, processEnv, type ConfigFile, type FindConfigOptions } from './read-config-file.js';

/** What `loadClients` composes clients from, beside what the file or the environment says. */
export interface LoadClientsOptions extends Omit<CreateClientsOptions, 'config' | 'file'>, FindConfigOptions {}

/** What errors call the configuration where there is no file. */
const NO_FILE = 'environment (LM_PROVIDER, LM_BASE_URL, and so on)';

/** The one provider that the environment describes. What it holds stays there, so that errors name the variable. */
function configOfEnv(env: Environment): LmuxConfig {
  const { provider, baseUrl, apiToken: _, ...settings } = configFromEnv(env);
  const variable = (...names: readonly string[]): string | undefined => names.find((name) => env[name]?.trim());
  const [url, token] = [variable('LM_BASE_URL'), variable('LM_API_KEY', 'LM_API_TOKEN')];
  const own = { baseUrl: url === undefined ? baseUrl : { env: url } };
  const key = token === undefined ? {} : { apiToken: { env: token } };
  return { providers: { default: { use: provider, ...settings, ...own, ...key } } };
}

/** The configuration with the default that `LM_PROVIDER` names, if it names one. */
function chosenBy(env: Environment, { config, label }: ConfigFile): LmuxConfig {
  const name = env['LM_PROVIDER']?.trim() || undefined;
  if (name === undefined) return config;
  const names = Object.keys(config.providers);
  if (names.includes(name)) return { ...config, default: name };
  throw new LmError(
    'config_invalid',
    `LM_PROVIDER is "${name}"; where there is a file, it names one of its providers: those of ${label} are ${listed(names)}.${didYouMean(name, names)}`,
  );
}

async function loadNamed({ config, path, label }: ConfigFile): Promise<ProviderPlugin[]> {
  const loaded: ProviderPlugin[] = [];
  for (const [index, name] of (config.plugins ?? []).entries()) {
    try {
      loaded.push(...(await loadPlugins([name], { from: path })));
    } catch (error) {
      throw named(`${label}: plugins[${index}]`, error);
    }
  }
  return loaded;
}

/**
 * Gives the clients that a configuration file describes, with the plugins that it names (Node): the file at `path`, else the one that
 * `LM_CONFIG` names, else the nearest `lmux.config.json` in the working directory or above. Without a file, the one client that
 * `configFromEnv` describes, under the name `default`.
 *
 * A file names packages to import and servers to send keys to: read only what you trust.
 */
export async function loadClients(options: LoadClientsOptions = {}): Promise<LmClients> {
  const { path, cwd, plugins = [], ...parts } = options;
  const env = options.env ?? processEnv();
  const file = await findConfig({ path, cwd, env });
  if (file === undefined) return createClients({ ...parts, plugins, config: configOfEnv(env), file: NO_FILE });
  const config = chosenBy(env, file);
  const loaded = await loadNamed(file);
  return createClients({ ...parts, plugins: [...plugins, ...loaded], config, file: file.label });
}
