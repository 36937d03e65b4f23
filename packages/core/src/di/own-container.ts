import { LmError } from '../errors/lm-error.js';
import type { PluginContainer } from '../provider/provider-plugin.js';

type Binding = { readonly useValue: unknown } | { readonly useFactory: () => unknown };

/** What a client is composed in: what plugins are promised, and all that is bound under a token. */
export interface ClientContainer extends PluginContainer {
  register(token: symbol, binding: Binding): unknown;
  resolveAll(token: symbol): unknown[];
}

/**
 * The container of a client to which none was passed. tsyringe is for applications that have one: whoever has none does not load it.
 * As there, the last binding of a token is the one that is resolved.
 */
export class OwnContainer implements ClientContainer {
  readonly #bound = new Map<symbol, Binding[]>();

  register(token: symbol, binding: Binding): void {
    this.#bound.set(token, [...(this.#bound.get(token) ?? []), binding]);
  }

  isRegistered(token: symbol): boolean {
    return this.#bound.has(token);
  }

  resolve(token: symbol): unknown {
    return this.resolveAll(token).at(-1);
  }

  resolveAll(token: symbol): unknown[] {
    const bindings = this.#bound.get(token);
    if (bindings === undefined) throw new LmError('plugin_invalid', `Nothing is bound under ${String(token)}.`);
    return bindings.map((binding) => ('useFactory' in binding ? binding.useFactory() : binding.useValue));
  }
}
