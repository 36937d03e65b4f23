import type { CapabilityMatrix } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { LmClient } from '../contract/lm-client.js';
import { checkArgument } from '../validate/check.js';
import { checkConfig, checkProviderOptions } from '../validate/check-config.js';
import type { Container } from '../provider/container.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { LM_CLIENT } from '../provider/tokens.js';
import { bindInApplication } from '../di/application-container.js';
import { chooseFactory } from '../di/choose-factory.js';
import { composeClient } from './compose-client.js';
import { LmuxContainer } from '../di/lmux-container.js';
import type { PassedValues } from '../di/replaceable-values.js';

/** Options of `createClient`. */
export interface CreateClientOptions<
  Plugins extends readonly ProviderPlugin[] = readonly ProviderPlugin[],
  Id extends string = string,
  Passed extends Container | undefined = Container | undefined,
> extends PassedValues {
  /** Plugins of the providers that `config.provider` may refer to. */
  readonly plugins: Plugins;
  /** Configuration of the client: the provider, the address of the server, and settings. */
  readonly config: ClientConfig<Id>;
  /**
   * The application's tsyringe container. The client uses its bindings and those of its ancestors, and is bound in it as `LM_CLIENT`. lmux
   * never disposes it. Default: none. Bindings of tsyringe's root container are then not used.
   */
  readonly container?: Passed | undefined;
}

/** True for a union: the compiler knows only that the id is one of several. */
type IsUnion<T, Whole = T> = T extends T ? ([Whole] extends [T] ? false : true) : never;

/** The matrix in the type of a plugin, or `CapabilityMatrix` if it has none. */
type DeclaredMatrix<Plugin> = Plugin extends { readonly capabilities?: infer M extends CapabilityMatrix | undefined }
  ? [NonNullable<M>] extends [never]
    ? CapabilityMatrix
    : NonNullable<M>
  : CapabilityMatrix;

/** The matrix of the plugin with an id, if the compiler knows both. Otherwise `CapabilityMatrix`, and support is checked only at run time. */
export type MatrixOf<Plugins extends readonly ProviderPlugin[], Id extends string> = string extends Id
  ? CapabilityMatrix
  : true extends IsUnion<Id>
    ? CapabilityMatrix
    : [Extract<Plugins[number], { readonly id: Id }>] extends [never]
      ? CapabilityMatrix
      : DeclaredMatrix<Extract<Plugins[number], { readonly id: Id }>>;

/** A type that no id has. It makes `createClient` a compile error that lists the ids of the plugins if `config.provider` is none of them. */
export interface NoPluginHasThisId<Known extends string> {
  readonly 'the plugins have these ids': Known;
}

/**
 * The required type of `config.provider`: the id of a plugin. Any string is accepted if a container is passed, which may bind further
 * providers, or if the compiler does not know the id or the ids of the plugins. `{} extends Record<Id, unknown>` is true for `string` and
 * template literal types, and `0 extends 1 & Passed` for `any`.
 */
type KnownId<Plugins extends readonly ProviderPlugin[], Id extends string, Passed extends Container | undefined> =
  {} extends Record<Id, unknown>
    ? string
    : 0 extends 1 & Passed
      ? string
      : [Passed] extends [undefined]
        ? [Id] extends [Plugins[number]['id']]
          ? string
          : NoPluginHasThisId<Plugins[number]['id']>
        : string;

/** Binds the client in the application's container. If that fails, the client is closed. */
function bindClient(container: Container, client: LmClient): void {
  try {
    bindInApplication(container, LM_CLIENT, () => client);
  } catch (error) {
    client.close().catch(() => {});
    throw error;
  }
}

/**
 * Creates a client. It is synchronous and does not access the network.
 *
 * The compiler checks that `config.provider` is the id of a plugin. A function that is generic in the id or the plugins must pass its options
 * as a variable of type `CreateClientOptions<Plugins, Id>`, since the compiler cannot check an id that it does not know yet.
 *
 * @throws `config_invalid` for an invalid configuration or value, `unknown_provider` if no plugin has the id, `plugin_invalid` for an invalid
 * plugin.
 */
export function createClient<
  const Plugins extends readonly ProviderPlugin[],
  const Id extends string,
  Passed extends Container | undefined = undefined,
>(
  options: CreateClientOptions<Plugins, Id, Passed> & {
    readonly config: { readonly provider: KnownId<Plugins, Id, Passed> };
  },
): LmClient<MatrixOf<Plugins, Id>> {
  checkArgument(options, 'createClient() requires an object with "plugins" and "config"');
  const { plugins, config, container, ...values } = options;
  const checked = checkConfig(config);
  const lmux = new LmuxContainer({ plugins, passed: container, values });
  const factory = chooseFactory(
    lmux.factories,
    checked.config.provider,
    '"provider"',
    'Pass the plugin of the provider to createClient().',
  );
  checkProviderOptions(checked.config, factory.optionKeys ?? []);
  const client = composeClient({ lmux, factory, checked });
  if (container !== undefined) bindClient(container, client);
  return client as unknown as LmClient<MatrixOf<Plugins, Id>>;
}
