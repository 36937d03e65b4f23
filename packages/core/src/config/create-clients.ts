import type { DependencyContainer } from 'tsyringe';
import { checkProviderOptions } from '../client/check-config.js';
import type { Environment } from '../client/config-from-env.js';
import { chooseFactory } from '../di/choose-factory.js';
import { childContainer, passedOrBound } from '../di/containers.js';
import { createClient, type CreateClientOptions } from '../di/create-client.js';
import { checkPlugins, resolveFactories } from '../di/resolve-factories.js';
import type { Logger } from '../logging/logger.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { LM_CLIENT, LM_CLIENTS, LOGGER } from '../provider/tokens.js';
import { checkLmuxConfig } from './check-lmux-config.js';
import { resolveReferences } from './env-references.js';
import { LazyClients } from './lazy-clients.js';
import type { LmClients } from './lm-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { namingFile } from './naming-file.js';
import { processEnv } from './read-config-file.js';

/** What `createClients` composes clients from; what is passed serves all of them. */
export interface CreateClientsOptions extends Omit<CreateClientOptions, 'plugins' | 'config'> {
  /** The providers, by names of one's own. Its `plugins` are not loaded here: see `loadClients`. */
  readonly config: LmuxConfig;
  /** The providers that `use` may name. Default: those of the container. */
  readonly plugins?: readonly ProviderPlugin[] | undefined;
  /** Where the configuration comes from, for errors. Default: `config`. */
  readonly file?: string | undefined;
  /** Where references to the environment lead. Default: the process's environment. */
  readonly env?: Environment | undefined;
}

/** Holds the configuration against what the plugins register: the providers, and the settings of each one's own. */
function checkUses(config: LmuxConfig, plugins: readonly ProviderPlugin[], container?: DependencyContainer): void {
  const factories = resolveFactories(childContainer(container), plugins, container);
  for (const [name, provider] of Object.entries(config.providers)) {
    const where = `providers.${name}`;
    const remedy = 'Pass its plugin, or let loadClients load its package from "plugins".';
    const factory = chooseFactory(factories, provider.use, `${where}.use`, remedy);
    const { use, options } = provider;
    checkProviderOptions({ provider: use, options }, factory.optionKeys ?? [], `${where}.options`);
  }
}

function warnOfSecrets(config: LmuxConfig, file: string, logger: Logger | undefined): void {
  const holders = Object.entries(config.providers).filter(([, { apiToken }]) => typeof apiToken === 'string');
  if (holders.length === 0) return;
  const paths = holders.map(([name]) => `providers.${name}.apiToken`).join(', ');
  logger?.warn(`${file} holds a key itself (${paths}); { "env": "NAME" } in its place keeps it out of the file.`);
}

/**
 * Gives the clients of a configuration by name. Everything in it is checked at once, but a client is made, and what it refers to
 * in the environment is read, when it is first asked for. Throws `config_invalid`, `unknown_provider` or `plugin_invalid`, naming
 * the file, the path inside it, what was given and what is allowed.
 */
export function createClients(options: CreateClientsOptions): LmClients {
  const { config, plugins = [], file = 'config', env, container, ...parts } = options;
  checkLmuxConfig(config, file);
  checkPlugins(plugins);
  namingFile(file, () => {
    checkUses(config, plugins, container);
  });
  if (options.file !== undefined) warnOfSecrets(config, file, passedOrBound(container, LOGGER, options.logger));

  // What is changed in it later has not been checked.
  const providers = new Map(Object.entries(config.providers).map(([name, provider]) => [name, { ...provider }]));
  const [first = ''] = providers.keys();
  const clients = new LazyClients({
    file,
    providers,
    defaultName: config.default ?? first,
    compose: (name, provider) =>
      namingFile(file, () => {
        const resolved = resolveReferences(provider, `providers.${name}`, env ?? processEnv());
        // Each in a container of its own: clients bind themselves in the one that they are given.
        return createClient({ ...parts, plugins, config: resolved, container: container?.createChildContainer() });
      }),
  });
  container?.register(LM_CLIENT, { useFactory: () => clients.default });
  container?.register(LM_CLIENTS, { useFactory: () => clients });
  return clients;
}
