import { shown } from '../client/check.js';
import { LmError } from '../errors/lm-error.js';
import type { Container } from '../provider/container.js';
import type { ProviderFactory } from '../provider/provider-factory.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { resolveBound, type BindingSource } from './resolve-bound.js';
import { checkPlugins, resolveFactories } from './resolve-factories.js';
import { rootContainer } from './tsyringe.js';

const METHODS = ['register', 'isRegistered', 'resolve', 'resolveAll', 'createChildContainer'] as const;

/** Rejects with `config_invalid` what is not a container. */
export function checkContainer(passed: unknown): asserts passed is Container {
  const given = passed as Partial<Container> | null | undefined;
  if (METHODS.every((method) => typeof given?.[method] === 'function')) return;
  throw new LmError(
    'config_invalid',
    `"container" must be a tsyringe container; received ${shown(passed)}. Pass the application's container, or one of its children.`,
  );
}

/** Makes a child of the application's container, or of tsyringe's root if none was passed. */
function createChild(passed: Container | undefined): Container {
  if (passed !== undefined) checkContainer(passed);
  try {
    return (passed ?? rootContainer).createChildContainer();
  } catch (cause) {
    throw new LmError(
      'config_invalid',
      '"container" could not create a child container; see "cause". Pass one that has not been disposed.',
      { cause },
    );
  }
}

/**
 * What the clients of one call share (`createClient`, `createClients`, `registerLmux`): a child of the application's container, in which
 * each plugin is registered once. Each client gets a child of it. Without a container of the application's the parent is tsyringe's
 * root, whose bindings are never used. lmux disposes none of them: they hold values and factories, nothing that tsyringe constructs.
 */
export class LmuxContainer {
  /** The provider factories of the application's container and of the plugins. */
  readonly factories: readonly ProviderFactory[];
  readonly #container: Container;
  readonly #application: BindingSource | undefined;
  readonly #plugins: BindingSource;
  /** What the plugins' factories made, by token: it serves all clients. */
  readonly #made = new Map<symbol, unknown>();

  constructor(plugins: readonly ProviderPlugin[], passed: Container | undefined) {
    checkPlugins(plugins);
    this.#container = createChild(passed);
    this.#application = passed && { container: passed, name: 'the container that was passed', recursive: true };
    this.#plugins = { container: this.#container, name: 'a plugin', recursive: false };
    this.factories = resolveFactories(this.#container, plugins, this.#application);
  }

  /** Returns what is bound under a token by the application's container or one above it, else by a plugin (the last one that binds it). */
  resolve(token: symbol): unknown {
    const resolve = (container: Container): unknown => container.resolve(token);
    const bound = this.#application && resolveBound(this.#application, token, resolve);
    if (bound !== undefined) return bound;
    if (!this.#made.has(token)) this.#made.set(token, resolveBound(this.#plugins, token, resolve));
    return this.#made.get(token);
  }

  /** Makes the container of one client. */
  createChildContainer(): Container {
    return this.#container.createChildContainer();
  }
}
