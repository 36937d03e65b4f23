// Both imports are in this one module. tsyringe throws at import if Reflect metadata is missing, and a bundler that splits code may run the
// chunks of two modules in either order. The lite form leaves out polyfills of Map and WeakMap, which saves 1 kB of a bundle.
// oxlint-disable-next-line import/no-unassigned-import -- its effect on Reflect is what it is for
import 'reflect-metadata/lite';
import { container } from 'tsyringe';
import type { Container } from '../provider/container.js';

/** tsyringe's root container. It is only a parent: nothing that is bound in it is used. */
export const rootContainer: Container = container;
