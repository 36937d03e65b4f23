import { LmError } from '../errors/lm-error.js';
import type { Container } from '../provider/container.js';

/** A container that may bind a token, and what errors call whoever binds it there. */
export interface BindingSource {
  readonly container: Container;
  /** Such as `plugin "acme"`. */
  readonly name: string;
  /** True if bindings of the containers above it count too. */
  readonly recursive: boolean;
}

/** Returns the name by which a token is exported: `PROVIDER_FACTORY`. */
export function tokenName(token: symbol): string {
  const words = (token.description ?? '').replace(/^lmux\./, '').replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_');
  return words.toUpperCase();
}

/**
 * Resolves a token if the source binds it; returns `undefined` if it does not.
 *
 * @throws `plugin_invalid` if the container fails: a factory throws, or the container has been disposed.
 */
export function resolveBound<T>(
  { container, name, recursive }: BindingSource,
  token: symbol,
  resolve: (container: Container) => T,
): T | undefined {
  try {
    return container.isRegistered(token, recursive) ? resolve(container) : undefined;
  } catch (cause) {
    throw new LmError(
      'plugin_invalid',
      `What ${name} binds under ${tokenName(token)} could not be resolved; see "cause".`,
      { cause },
    );
  }
}
