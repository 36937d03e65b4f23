import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { Binding, Container } from '../provider/container.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { tokenName } from './application-container.js';
import { ignorePromise } from './ignore-promise.js';

/** A binding of a plugin. Its value is not yet created and not yet checked. */
export interface PluginBinding {
  readonly token: symbol;
  /** The plugin, for messages. */
  readonly by: string;
  /** Returns the value, which is created once. */
  readonly make: () => unknown;
}

/** Returns a function that calls `make` once and keeps its result. After a failure, `make` is called again. */
function once(make: () => unknown, what: string): () => unknown {
  let made: { readonly value: unknown } | undefined;
  let isRunning = false;
  return () => {
    if (made !== undefined) return made.value;
    if (isRunning)
      throw new LmError(
        'plugin_invalid',
        `${what} resolves itself, so it would never be created. Do not resolve a token in its own factory.`,
      );
    isRunning = true;
    try {
      made = { value: make() };
      return made.value;
    } finally {
      isRunning = false;
    }
  };
}

/** A plugin's view of the lmux container. It accepts values and factories, and no bindings after `register()` has returned. */
class PluginRegistry implements Container {
  readonly bindings: PluginBinding[] = [];
  readonly #container: Container;
  readonly #by: string;
  readonly #isNested: boolean;
  #isClosed = false;

  constructor(container: Container, by: string, isNested: boolean) {
    this.#container = container;
    this.#by = by;
    this.#isNested = isNested;
  }

  /** Binds a value or a factory. A factory is called once, and all clients share its result. */
  register(token: symbol, binding: Binding): void {
    const what = `The ${tokenName(token)} bound by ${this.#by}`;
    if (this.#isClosed) {
      throw new LmError(
        'plugin_invalid',
        `${what} was bound too late. register() must bind everything before it returns.`,
      );
    }
    const make = once(this.#makerOf(what, binding), what);
    this.bindings.push({ token, by: this.#by, make });
    this.#container.register(token, { useFactory: make });
  }

  isRegistered(token: symbol, recursive = false): boolean {
    // Without an application's container, the parent is tsyringe's root, whose bindings are not used.
    return this.#container.isRegistered(token, recursive && this.#isNested);
  }

  resolve<T>(token: symbol | (new () => T)): T {
    return this.#container.resolve(token);
  }

  resolveAll<T>(token: symbol): T[] {
    return this.#container.resolveAll(token);
  }

  createChildContainer(): Container {
    return this.#container.createChildContainer();
  }

  close(): void {
    this.#isClosed = true;
  }

  #makerOf(what: string, binding: Binding): () => unknown {
    if (typeof binding === 'object' && binding !== null) {
      if ('useValue' in binding) return () => binding.useValue;
      if (typeof binding.useFactory === 'function') return () => binding.useFactory(this);
    }
    throw new LmError(
      'plugin_invalid',
      `${what} must be { useValue } or { useFactory }. A plugin cannot bind a token to a class or to another token.`,
    );
  }
}

/**
 * Registers a plugin in the lmux container and returns its bindings.
 *
 * @param isNested True if the container is a child of the application's container.
 * @throws `plugin_invalid` if the plugin fails, registers asynchronously, or binds anything but values and factories.
 */
export function registerPlugin(plugin: ProviderPlugin, container: Container, isNested: boolean): PluginBinding[] {
  const registry = new PluginRegistry(container, `plugin "${plugin.id}"`, isNested);
  let result: unknown;
  try {
    result = plugin.register(registry);
  } catch (error) {
    if (isLmError(error)) throw error;
    throw new LmError('plugin_invalid', `Plugin "${plugin.id}" failed to register. The reason is in "cause".`, {
      cause: error,
    });
  }
  registry.close();
  if (!ignorePromise(result)) return registry.bindings;
  throw new LmError(
    'plugin_invalid',
    `register() of plugin "${plugin.id}" returned a promise. It must bind everything synchronously.`,
  );
}
