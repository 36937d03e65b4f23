// Both imports are in this one module, since tsyringe throws at import if Reflect metadata is missing. For bundlers that split code that is
// not enough: tsup.config.ts takes tsyringe's container without its entry, which throws. The lite form saves 1 kB of a bundle.
import 'reflect-metadata/lite';
import { container } from 'tsyringe';
import type { Container } from '../provider/container.js';

/** tsyringe's root container: in what is published, the root of a copy of its own. It is only a parent, and nothing that is bound in it is used. */
export const rootContainer: Container = container;
