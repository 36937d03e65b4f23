// This module imports both packages, since tsyringe throws when it is imported without Reflect metadata. Bundlers that split code may
// still reorder them. Therefore tsup.config.ts bundles tsyringe's container without its entry, which throws. The lite build of
// reflect-metadata saves 1 kB of a bundle.
import 'reflect-metadata/lite';
import { container } from 'tsyringe';
import type { Container } from '../provider/container.js';

/** The root container of tsyringe, in the published build the root of a private copy. It serves only as a parent. Bindings in it are not used. */
export const rootContainer: Container = container;
