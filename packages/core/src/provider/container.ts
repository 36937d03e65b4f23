/** The binding of a token: a value, or a function that creates one each time the token is resolved (once if a plugin binds it). */
export type Binding = { readonly useValue: unknown } | { readonly useFactory: (container: Container) => unknown };

/**
 * The part of a tsyringe container that lmux and its plugins use. The type is structural, so a container of any copy of tsyringe matches it.
 * tsyringe's own type has private members, which make the types of two copies in one application incompatible.
 */
export interface Container {
  /** Binds a token to a value or a factory. A token may be bound several times. */
  register(token: symbol, binding: Binding): unknown;
  /** Returns true if the token is bound in this container. With `recursive`, its ancestors are searched too. */
  isRegistered(token: symbol, recursive?: boolean): boolean;
  /** Returns the last value that is bound to a token in the nearest container that binds it. A class is constructed. */
  resolve<T>(token: symbol | (new () => T)): T;
  /** Returns all values that are bound to a token in the nearest container that binds it. */
  resolveAll<T>(token: symbol): T[];
  createChildContainer(): Container;
}
