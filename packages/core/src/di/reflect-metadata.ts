import { createReflectMetadata } from './create-reflect-metadata.js';

// tsyringe throws at import where this is missing; defining it first spares users from knowing. The package of this name would be
// a tenth of a browser's bundle. What is there already stays; the package, where it is loaded later, reads what was written here.
if (!('getMetadata' in Reflect)) {
  for (const [name, value] of Object.entries(createReflectMetadata())) {
    Object.defineProperty(Reflect, name, { value, configurable: true, writable: true });
  }
}
