// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../../src/di/tsyringe.js';
import { container as globalContainer, type DependencyContainer } from 'tsyringe';

/** Creates a container as applications do, instead of using the global one. */
export function newContainer(): DependencyContainer {
  return globalContainer.createChildContainer();
}
