import type { DependencyContainer } from 'tsyringe';
import { OwnContainer, type ClientContainer } from './own-container.js';

/** A container of the client's own: a child of the one that was passed, else one without a parent, which sees no other's bindings. */
export function childContainer(passed: DependencyContainer | undefined): ClientContainer {
  return passed?.createChildContainer() ?? new OwnContainer();
}

/** What was passed, else what the container that was passed has bound. The global container is nobody's default. */
export function passedOrBound<T>(
  container: DependencyContainer | undefined,
  token: symbol,
  given: T | undefined,
): T | undefined {
  if (given !== undefined) return given;
  return container?.isRegistered(token, true) === true ? container.resolve<T>(token) : undefined;
}
