import { configFromEnv } from './config-from-env.js';
import { checkArgument, didYouMean } from '../validate/check.js';
import { loadPlugins } from './load-plugins.js';
import { applicationLogger } from '../di/application-logger.js';
import { LmError } from '../errors/lm-error.js';
import { quoteName } from '../errors/looks-secret.js';
import type { Logger } from '../logging/logger.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { checkLmuxConfig, listed } from './check-lmux-config.js';
import type { CheckedLmuxConfig } from './checked-lmux-config.js';
import { composeClients, type CreateClientsOptions } from './create-clients.js';
import type { LmClients } from './lazy-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { prefixError } from './prefix-errors.js';
import { processEnv, readVariable, type Environment } from './environment.js';
import { findConfig, type FindConfigOptions, type FoundConfig } from './read-config-file.js';

/** Options of `loadClients`. The values apply to all clients. */
export interface LoadClientsOptions extends Omit<CreateClientsOptions, 'config' | 'file'>, FindConfigOptions {}

/** Returns a configuration of the one provider that the environment describes. It refers to the variables, so that no value is shown. */
function configOfEnv(env: Environment): LmuxConfig {
  const { provider, baseUrl, apiToken: _, ...settings } = configFromEnv(env);
  const variable = (...names: readonly string[]): string | undefined => names.find((name) => readVariable(env, name));
  const [url, token] = [variable('LM_BASE_URL'), variable('LM_API_KEY', 'LM_API_TOKEN')];
  const own = { baseUrl: url === undefined ? baseUrl : { env: url } };
  const key = token === undefined ? {} : { apiToken: { env: token } };
  return { providers: { default: { use: provider, ...settings, ...own, ...key } } };
}

/** Returns the configuration with `LM_PROVIDER` as the default, if that is set. */
function chosenBy(env: Environment, { checked, label }: FoundConfig): CheckedLmuxConfig {
  const name = readVariable(env, 'LM_PROVIDER');
  if (name === undefined) return checked;
  const names = [...checked.providers.keys()];
  if (names.includes(name)) return { ...checked, defaultName: name };
  throw new LmError(
    'config_invalid',
    `LM_PROVIDER must be the name of a provider in ${label} (${listed(names)}); received ${quoteName(name)}.${didYouMean(name, names)}`,
  );
}

async function loadNamed({ checked, path, label }: FoundConfig, logger: Logger): Promise<ProviderPlugin[]> {
  // Before the first one is imported, since its code can do anything.
  if (checked.plugins.length > 0) {
    logger.info('importing plugins of configuration file', {
      file: label,
      plugins: checked.plugins.join(', '),
    });
  }
  const loaded: ProviderPlugin[] = [];
  for (const [index, name] of checked.plugins.entries()) {
    try {
      loaded.push(...(await loadPlugins([name], { from: path })));
    } catch (error) {
      throw prefixError(`${label}: plugins[${index}]`, error);
    }
  }
  return loaded;
}

/**
 * Loads a configuration file and its plugins, and returns its clients (Node). The file is the one at `path`, else the one that `LM_CONFIG`
 * refers to, else the nearest `lmux.config.json` in the working directory or a parent folder. The search ends at a folder with `.git` and at
 * the home folder. Without a file, there is one client named
 * `default`, which `configFromEnv` describes.
 *
 * Load only files that you trust: a file decides which packages are imported and which servers receive API keys. The packages are logged
 * before they are imported, and so is a file that other users can change. `trust: 'owner'` rejects such a file. Both entries are written to the
 * logger that is passed or that the container binds, since plugins are not loaded yet.
 *
 * @throws `config_invalid`, `unknown_provider` or `plugin_invalid`, with the file and the path inside it.
 */
export async function loadClients(options: LoadClientsOptions = {}): Promise<LmClients> {
  checkArgument(options, 'loadClients() requires an object with options, or no argument');
  const { path, cwd, trust, plugins = [], ...parts } = options;
  const env = options.env ?? processEnv();
  const logger = applicationLogger(parts.logger, parts.container);
  const file = await findConfig({ path, cwd, env, trust, logger });
  if (file === undefined) {
    const described = { ...checkLmuxConfig(configOfEnv(env), 'The environment'), file: undefined };
    return composeClients(described, { ...parts, plugins });
  }
  const checked = chosenBy(env, file);
  const loaded = await loadNamed(file, logger);
  return composeClients(checked, { ...parts, plugins: [...plugins, ...loaded], file: file.label });
}
