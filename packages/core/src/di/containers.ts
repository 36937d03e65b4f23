// oxlint-disable-next-line import/no-unassigned-import -- must come before tsyringe
import './reflect-metadata.js';
import { container as globalContainer, type DependencyContainer } from 'tsyringe';

/**
 * A container of one's own: a child of the one that was passed, else one without a parent. tsyringe exports only the global one
 * and makes others as its children, which would inherit its bindings: two applications in one process would see each other's.
 */
export function childContainer(passed: DependencyContainer | undefined): DependencyContainer {
  return passed?.createChildContainer() ?? (Reflect.construct(globalContainer.constructor, []) as DependencyContainer);
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
