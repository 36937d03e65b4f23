import type { LmClient } from '../contract/lm-client.js';
import { checkProviderOptions } from '../validate/check-config.js';
import type { Environment } from './config-from-env.js';
import { bindInApplication } from '../di/application-container.js';
import { chooseFactory } from '../di/choose-factory.js';
import { composeClient } from '../client/compose-client.js';
import type { CreateClientOptions } from '../client/create-client.js';
import { LmuxContainer } from '../di/lmux-container.js';
import type { PassedValues } from '../di/replaceable-values.js';
import type { Container } from '../provider/container.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { LM_CLIENT, LM_CLIENTS, lmClient } from '../provider/tokens.js';
import { checkLmuxConfig } from './check-lmux-config.js';
import type { CheckedLmuxConfig, CheckedProvider } from './checked-lmux-config.js';
import { resolveReferences } from './env-references.js';
import { LazyClients, type LmClients } from './lazy-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { prefixErrors } from './prefix-errors.js';
import { processEnv } from './read-config-file.js';

/** What `createClients` composes clients from; what is passed serves all of them. */
export interface CreateClientsOptions extends PassedValues {
  /** The providers, by names of one's own. Its `plugins` are not loaded here: see `loadClients`. */
  readonly config: LmuxConfig;
  /** The providers that `use` may name. Default: those of the container. */
  readonly plugins?: readonly ProviderPlugin[] | undefined;
  /**
   * Container of the application, as for `createClient`. The default client is bound in it under `LM_CLIENT`, each client under
   * `lmClient(name)`, all of them under `LM_CLIENTS`.
   */
  readonly container?: CreateClientOptions['container'];
  /** Where the configuration comes from, for errors. Default: `config`. */
  readonly file?: string | undefined;
  /** Where references to the environment lead. Default: the process's environment. */
  readonly env?: Environment | undefined;
}

/** Returns the factory of a provider of the configuration, which one of the plugins must have registered. */
function factoryOf(name: string, { config }: CheckedProvider, factories: readonly ProviderFactory[]): ProviderFactory {
  const where = `providers.${name}`;
  const remedy = 'Pass its plugin, or let loadClients load its package from "plugins".';
  const { use, options } = config;
  const factory = chooseFactory(factories, use, `${where}.use`, remedy);
  checkProviderOptions({ provider: use, options }, factory.optionKeys ?? [], `${where}.options`);
  return factory;
}

function warnOfSecrets({ file, providers }: CheckedLmuxConfig, lmux: LmuxContainer): void {
  const holders = [...providers].filter(([, { config }]) => typeof config.apiToken === 'string');
  if (holders.length === 0) return;
  const paths = holders.map(([name]) => `providers.${name}.apiToken`).join(', ');
  lmux
    .value('logger')
    ?.warn(`${file} holds a key itself (${paths}); { "env": "NAME" } in its place keeps it out of the file.`);
}

function bindClients(container: Container, clients: LmClients): void {
  bindInApplication(container, LM_CLIENT, () => clients.default);
  bindInApplication(container, LM_CLIENTS, () => clients);
  for (const name of clients.names) bindInApplication(container, lmClient(name), () => clients.get(name));
}

/** Composes the clients of a configuration that has been checked. */
export function composeClients(
  checked: CheckedLmuxConfig,
  { plugins = [], env, container, file: named, ...values }: Omit<CreateClientsOptions, 'config'>,
): LmClients {
  const { file, providers, defaultName } = checked;
  const lmux = prefixErrors(file, () => new LmuxContainer({ plugins, passed: container, values }));
  const compose = new Map<string, () => LmClient>();
  for (const [name, provider] of providers) {
    const factory = prefixErrors(file, () => factoryOf(name, provider, lmux.factories));
    compose.set(name, () =>
      prefixErrors(file, () => {
        const resolved = resolveReferences(provider, `providers.${name}`, env ?? processEnv());
        return composeClient({ lmux, factory, checked: resolved });
      }),
    );
  }
  if (named !== undefined) warnOfSecrets(checked, lmux);
  const clients = new LazyClients({ file, defaultName, compose });
  if (container !== undefined) bindClients(container, clients);
  return clients;
}

/**
 * Gives the clients of a configuration by name. Everything in it is checked at once, but a client is made, and what it refers to
 * in the environment is read, when it is first asked for. Throws `config_invalid`, `unknown_provider` or `plugin_invalid`, naming
 * the file, the path inside it, what was given and what is allowed.
 */
export function createClients({ config, ...options }: CreateClientsOptions): LmClients {
  return composeClients(checkLmuxConfig(config, options.file ?? 'config'), options);
}
