import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { Binding, Container } from '../provider/container.js';
import type { ProviderPlugin } from '../provider/provider-plugin.js';
import { tokenName } from './application-container.js';

/** What a plugin has bound: not yet made, and not yet checked. */
export interface PluginBinding {
  readonly token: symbol;
  /** The plugin, for errors. */
  readonly by: string;
  /** Returns the value, which is made once. */
  readonly make: () => unknown;
}

/** Returns a function that runs `make` once; what it throws is thrown each time. */
function once(make: () => unknown): () => unknown {
  let made: { readonly value: unknown } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Registers one plugin in the lmux container. */
class PluginRegistry implements Container {
  readonly bindings: PluginBinding[] = [];
  readonly #container: Container;
  readonly #by: string;
  readonly #isNested: boolean;

  constructor(container: Container, by: string, isNested: boolean) {
    this.#container = container;
    this.#by = by;
    this.#isNested = isNested;
  }

  /** Binds a value, or a factory that is run once: what it makes serves all clients. */
  register(token: symbol, binding: Binding): void {
    const make = once(this.#makerOf(token, binding));
    this.bindings.push({ token, by: this.#by, make });
    this.#container.register(token, { useFactory: make });
  }

  isRegistered(token: symbol, recursive = false): boolean {
    // Without a container of the application's, tsyringe's root lies above, which is nobody's.
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

  #makerOf(token: symbol, binding: Binding): () => unknown {
    if (typeof binding === 'object' && binding !== null) {
      if ('useValue' in binding) return () => binding.useValue;
      if (typeof binding.useFactory === 'function') return () => binding.useFactory(this.#container);
    }
    throw new LmError(
      'plugin_invalid',
      `What ${this.#by} binds under ${tokenName(token)} must be { useValue } or { useFactory }; a plugin binds nothing else.`,
    );
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * Registers a plugin in the lmux container, and returns what it binds.
 *
 * @param isNested True if the container is a child of the application's.
 * @throws `plugin_invalid` if the plugin fails, registers asynchronously, or binds something else than values and factories.
 */
export function registerPlugin(plugin: ProviderPlugin, container: Container, isNested: boolean): PluginBinding[] {
  const registry = new PluginRegistry(container, `plugin "${plugin.id}"`, isNested);
  let result: unknown;
  try {
    result = plugin.register(registry);
  } catch (error) {
    if (isLmError(error)) throw error;
    throw new LmError('plugin_invalid', `Plugin "${plugin.id}" failed to register; see "cause".`, { cause: error });
  }
  if (isThenable(result)) {
    // What it rejects with is told nowhere else.
    result.then(undefined, () => {});
    throw new LmError(
      'plugin_invalid',
      `Plugin "${plugin.id}" registers asynchronously; register() must bind everything before it returns.`,
    );
  }
  return registry.bindings;
}
