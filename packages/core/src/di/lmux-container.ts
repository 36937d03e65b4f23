import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { Container } from '../provider/container.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { PROVIDER_FACTORY } from '../provider/tokens.js';
import { APPLICATION, createChild, resolveInApplication, tokenName } from './application-container.js';
import { registerPlugin, type PluginBinding } from './plugin-registry.js';
import {
  checkValue,
  DEFAULTS,
  guarded,
  TOKENS,
  type PassedValues,
  type SettledValues,
  type ValueKey,
} from './replaceable-values.js';
import { checkPlugins, resolveFactories } from './resolve-factories.js';
import { rootContainer } from './tsyringe.js';

/** Options of an lmux container. */
export interface LmuxContainerOptions {
  readonly plugins: readonly ProviderPlugin[];
  /** The application's container. */
  readonly passed: Container | undefined;
  readonly values: PassedValues;
}

/** A value with its source, for messages. */
interface Candidate {
  readonly value: unknown;
  readonly code: 'config_invalid' | 'plugin_invalid';
  readonly name: string;
}

/**
 * The container that the clients of one call of `createClient`, `createClients` or `registerLmux` share. It is a child of the application's
 * container, and each plugin is registered in it once. Each client gets a child of it. Without an application's container, the parent is
 * tsyringe's root, whose bindings are never used. lmux does not dispose these containers, since they contain only values and factories,
 * which tsyringe does not dispose.
 */
export class LmuxContainer {
  /** The provider factories of the application's container and of the plugins. */
  readonly factories: readonly ProviderFactory[];
  readonly #passed: Container | undefined;
  readonly #values: PassedValues;
  readonly #container: Container;
  /** Bindings of the plugins by token. The last one takes precedence. */
  readonly #bound: ReadonlyMap<symbol, PluginBinding>;

  constructor({ plugins, passed, values }: LmuxContainerOptions) {
    checkPlugins(plugins);
    this.#passed = passed;
    this.#values = values;
    const container = passed === undefined ? rootContainer.createChildContainer() : createChild(passed);
    this.#container = container;
    const bindings = [...new Set(plugins)].flatMap((plugin) => registerPlugin(plugin, container, passed !== undefined));
    this.#bound = new Map(bindings.map((binding) => [binding.token, binding]));
    // Bound after the plugins, so that a plugin's factory resolves the same values that the clients get.
    for (const key of Object.keys(TOKENS) as ValueKey[]) {
      container.register(TOKENS[key], { useFactory: () => this.#shared(key) });
    }
    const inherited =
      passed &&
      resolveInApplication(
        passed,
        PROVIDER_FACTORY,
        (application) => application.resolveAll<unknown>(PROVIDER_FACTORY),
        'plugin_invalid',
      );
    this.factories = resolveFactories([
      ...(inherited ?? []).map((factory) => ({ by: APPLICATION, make: () => factory })),
      ...bindings.filter(({ token }) => token === PROVIDER_FACTORY),
    ]);
  }

  /**
   * Returns the value that was passed, else the value that the application's container or one of its ancestors binds, else the value that a
   * plugin binds, else `undefined`.
   *
   * @throws `config_invalid` if a value of the application is invalid or cannot be resolved, `plugin_invalid` for a value of a plugin.
   */
  value<Key extends ValueKey>(key: Key): PassedValues[Key] {
    const candidate = this.#candidate(key);
    if (candidate?.value === undefined) return undefined;
    checkValue(key, candidate.value, candidate);
    return guarded(key, candidate.value as SettledValues[Key]);
  }

  /** Creates the container of one client. */
  createChildContainer(): Container {
    return this.#container.createChildContainer();
  }

  /** Returns the value that all clients share. */
  #shared(key: ValueKey): unknown {
    const value = this.value(key) ?? (DEFAULTS as PassedValues)[key];
    if (value !== undefined) return value;
    throw new LmError(
      'plugin_invalid',
      `${tokenName(TOKENS[key])} has no shared value, since each client has its own. Resolve it from "context.container".`,
    );
  }

  #candidate(key: ValueKey): Candidate | undefined {
    const token = TOKENS[key];
    const given = this.#values[key] ?? undefined;
    if (given !== undefined) return { value: given, code: 'config_invalid', name: `"${key}"` };
    const what = (by: string): string => `The ${tokenName(token)} bound by ${by}`;
    const resolve = (container: Container): unknown => container.resolve(token);
    const value = this.#passed && resolveInApplication(this.#passed, token, resolve, 'config_invalid');
    if (value !== undefined) return { value, code: 'config_invalid', name: what(APPLICATION) };
    const bound = this.#bound.get(token);
    if (bound === undefined) return undefined;
    try {
      return { value: bound.make(), code: 'plugin_invalid', name: what(bound.by) };
    } catch (cause) {
      if (isLmError(cause)) throw cause;
      throw new LmError('plugin_invalid', `${what(bound.by)} could not be resolved. The reason is in "cause".`, {
        cause,
      });
    }
  }
}
