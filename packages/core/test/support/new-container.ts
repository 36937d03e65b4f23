// oxlint-disable-next-line import/no-unassigned-import -- must come before an application's tsyringe
import '../../src/di/tsyringe.js';
import { container as globalContainer, type DependencyContainer } from 'tsyringe';

/** A container as an application has it: not the global one. */
export function newContainer(): DependencyContainer {
  return globalContainer.createChildContainer();
}
