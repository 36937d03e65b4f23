import type { LmClient } from '../contract/lm-client.js';
import { maskName } from '../errors/looks-secret.js';
import { isKeyName } from '../errors/is-key-name.js';
import { checkArgument } from '../validate/check.js';
import { checkProviderOptions } from '../validate/check-config.js';
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
import { processEnv, readVariable, type Environment } from './environment.js';
import { resolveReferences } from './env-references.js';
import { LazyClients, type LmClients } from './lazy-clients.js';
import type { LmuxConfig } from './lmux-config.js';
import { prefixErrors } from './prefix-errors.js';

/** Options of `createClients`. The values apply to all clients. */
export interface CreateClientsOptions extends PassedValues {
  /** The configuration with the providers by name. Its `plugins` are not loaded: use `loadClients` for that. */
  readonly config: LmuxConfig;
  /** Plugins of the providers that `use` may refer to. Default: only the providers that the container binds. */
  readonly plugins?: readonly ProviderPlugin[] | undefined;
  /**
   * The application's tsyringe container, as for `createClient`. It receives the default client as `LM_CLIENT`, each client as
   * `lmClient(name)`, and all of them as `LM_CLIENTS`.
   */
  readonly container?: CreateClientOptions['container'];
  /** Name of the file that the configuration comes from, for messages. Default: `config`. */
  readonly file?: string | undefined;
  /** Environment that references are resolved from. Default: the environment of the process. */
  readonly env?: Environment | undefined;
}

/** Returns the factory of a provider of the configuration. A plugin must have registered it. */
function factoryOf(name: string, { config }: CheckedProvider, factories: readonly ProviderFactory[]): ProviderFactory {
  const where = `providers.${maskName(name)}`;
  const remedy = 'Pass the plugin of the provider, or add its package to "plugins" and use loadClients().';
  const { use, options } = config;
  const factory = chooseFactory(factories, use, `"${where}.use"`, remedy);
  checkProviderOptions({ provider: use, options }, factory.optionKeys ?? [], `${where}.options`);
  return factory;
}

/** Returns the factory of the provider that the environment describes. */
function factoryOfEnv(
  { config }: CheckedProvider,
  factories: readonly ProviderFactory[],
  env: Environment,
): ProviderFactory {
  const reason = readVariable(env, 'LM_PROVIDER')
    ? 'No lmux.config.json was found, so the environment was used.'
    : 'This is the default, because no lmux.config.json was found and LM_PROVIDER is not set.';
  const remedy = `${reason} Create the file, set LM_CONFIG, or pass the plugin, as in loadClients({ plugins: [lmstudio] }).`;
  return chooseFactory(factories, config.use, 'LM_PROVIDER', remedy);
}

function warnOfSecrets({ file, providers }: CheckedLmuxConfig, lmux: LmuxContainer): void {
  const found = [...providers].flatMap(([name, { config }]) => {
    const keys = Object.keys(config.headers ?? {}).filter(isKeyName);
    const headers = keys.filter((key) => typeof config.headers?.[key] === 'string').map((key) => `headers.${key}`);
    const token = typeof config.apiToken === 'string' ? ['apiToken'] : [];
    return [...token, ...headers].map((setting) => `providers.${maskName(name)}.${setting}`);
  });
  if (found.length === 0) return;
  const settings = found.join(', ');
  const logger = lmux.value('logger');
  const hint = 'Use { "env": "NAME" } instead.';
  logger?.warn('API key found in configuration file', { file, settings, hint });
}

function bindClients(container: Container, clients: LmClients): void {
  bindInApplication(container, LM_CLIENT, () => clients.default);
  bindInApplication(container, LM_CLIENTS, () => clients);
  for (const name of clients.names) bindInApplication(container, lmClient(name), () => clients.get(name));
}

/** Composes the clients of a checked configuration. */
export function composeClients(
  checked: CheckedLmuxConfig,
  { plugins = [], env, container, file: named, ...values }: Omit<CreateClientsOptions, 'config'>,
): LmClients {
  const { file, providers, defaultName } = checked;
  const lmux = prefixErrors(file, () => new LmuxContainer({ plugins, passed: container, values }));
  const compose = new Map<string, () => LmClient>();
  for (const [name, provider] of providers) {
    const factory = prefixErrors(file, () =>
      file === undefined
        ? factoryOfEnv(provider, lmux.factories, env ?? processEnv())
        : factoryOf(name, provider, lmux.factories),
    );
    compose.set(name, () =>
      prefixErrors(file, () => {
        const where = `providers.${maskName(name)}`;
        const resolved = resolveReferences(provider, where, env ?? processEnv());
        // A plugin names an option as `options.x`, since it does not know the provider's name in the file.
        return prefixErrors(file && where, () => composeClient({ lmux, factory, checked: resolved }));
      }),
    );
  }
  if (named !== undefined) warnOfSecrets(checked, lmux);
  const clients = new LazyClients({ defaultName, compose });
  if (container !== undefined) bindClients(container, clients);
  return clients;
}

/**
 * Creates the clients of a configuration. The configuration is checked immediately. A client is created, and its environment variables are
 * read, when it is first requested.
 *
 * @throws `config_invalid`, `unknown_provider` or `plugin_invalid`, with the file, the path inside it, the value received and what was
 * expected.
 */
export function createClients(options: CreateClientsOptions): LmClients {
  checkArgument(options, 'createClients() requires an object with "plugins" and "config"');
  const { config, ...rest } = options;
  return composeClients(checkLmuxConfig(config, rest.file ?? 'config'), rest);
}
