/** What a container binds under a token: a value, or a function that makes one each time the token is resolved (once, if a plugin binds it). */
export type Binding = { readonly useValue: unknown } | { readonly useFactory: (container: Container) => unknown };

/**
 * The part of a tsyringe container that lmux and its plugins use. The type is structural: a container of any copy of tsyringe fits.
 * tsyringe's own type has private members, so that the types of two copies in one application do not match.
 */
export interface Container {
  /** Binds a value or a factory under a token. A token may be bound several times. */
  register(token: symbol, binding: Binding): unknown;
  /** Returns true if the token is bound in this container, or with `recursive` in this one or one above it. */
  isRegistered(token: symbol, recursive?: boolean): boolean;
  /** Returns the last value bound under a token, in the nearest container that binds it. A class is constructed. */
  resolve<T>(token: symbol | (new () => T)): T;
  /** Returns all values bound under a token in the nearest container that binds it. */
  resolveAll<T>(token: symbol): T[];
  createChildContainer(): Container;
}
