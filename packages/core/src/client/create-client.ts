import type { CapabilityMatrix } from '../contract/capability.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { LmClient } from '../contract/lm-client.js';
import { checkConfig, checkProviderOptions } from '../validate/check-config.js';
import type { Container } from '../provider/container.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { LM_CLIENT } from '../provider/tokens.js';
import { bindInApplication } from '../di/application-container.js';
import { chooseFactory } from '../di/choose-factory.js';
import { composeClient } from './compose-client.js';
import { LmuxContainer } from '../di/lmux-container.js';
import type { PassedValues } from '../di/replaceable-values.js';

/** What `createClient` composes a client from. */
export interface CreateClientOptions<
  Plugins extends readonly ProviderPlugin[] = readonly ProviderPlugin[],
  Id extends string = string,
  Passed extends Container | undefined = Container | undefined,
> extends PassedValues {
  /** The providers that configuration may name. */
  readonly plugins: Plugins;
  /** Which provider, where, with what: plain data. */
  readonly config: ClientConfig<Id>;
  /**
   * Container of the application, of tsyringe. Its bindings are used, and those of the containers above it, and the client is bound in
   * it under `LM_CLIENT`. It is never disposed here. Default: none, and nothing that tsyringe's root binds is used.
   */
  readonly container?: Passed | undefined;
}

/** Whether it is a union: an id of which the compiler knows only that it is one of several. */
type IsUnion<T, Whole = T> = T extends T ? ([Whole] extends [T] ? false : true) : never;

/** The matrix that a plugin declares, where its type has one. */
type DeclaredMatrix<Plugin> = Plugin extends { readonly capabilities?: infer M extends CapabilityMatrix | undefined }
  ? [NonNullable<M>] extends [never]
    ? CapabilityMatrix
    : NonNullable<M>
  : CapabilityMatrix;

/** The matrix of the plugin of that id, where the compiler knows both; else any matrix, and the choice is made at run time. */
export type MatrixOf<Plugins extends readonly ProviderPlugin[], Id extends string> = string extends Id
  ? CapabilityMatrix
  : true extends IsUnion<Id>
    ? CapabilityMatrix
    : [Extract<Plugins[number], { readonly id: Id }>] extends [never]
      ? CapabilityMatrix
      : DeclaredMatrix<Extract<Plugins[number], { readonly id: Id }>>;

/** A type that no id has. It makes `createClient` a compile error if no plugin has the id of `config.provider`, and names the ids that there are. */
export interface NoPluginHasThisId<Known extends string> {
  readonly 'the plugins have these ids': Known;
}

/**
 * What `config.provider` must be: the id of a plugin. Any string if a container is passed, which may bind further providers, or if the
 * compiler does not know the id or those of the plugins. `{} extends Record<Id, unknown>` holds for `string` and for templates, and
 * `0 extends 1 & Passed` for `any`.
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

/** Binds the client in the application's container. If that fails, the client is not left open. */
function bindClient(container: Container, client: LmClient): void {
  try {
    bindInApplication(container, LM_CLIENT, () => client);
  } catch (error) {
    client.close().catch(() => {});
    throw error;
  }
}

/**
 * Makes a client, synchronously and without touching the network.
 *
 * A function that is generic in the id or the plugins passes a variable of type `CreateClientOptions<Plugins, Id>`: the compiler cannot look for the
 * id among plugins that it does not know yet.
 *
 * @throws `config_invalid`, `unknown_provider` or `plugin_invalid` if something is wrong with what it is made from.
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
  const { plugins, config, container, ...values } = options;
  const checked = checkConfig(config);
  const lmux = new LmuxContainer({ plugins, passed: container, values });
  const factory = chooseFactory(
    lmux.factories,
    checked.config.provider,
    'provider',
    'Pass the plugin of the provider to createClient().',
  );
  checkProviderOptions(checked.config, factory.optionKeys ?? []);
  const client = composeClient({ lmux, factory, checked });
  if (container !== undefined) bindClient(container, client);
  return client as unknown as LmClient<MatrixOf<Plugins, Id>>;
}
