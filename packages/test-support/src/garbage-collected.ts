import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { settled } from './settled.js';

/** Number of collections after which an object that is still there counts as reachable. */
const MAX_COLLECTIONS = 200;

/** Collects garbage until `isDone` returns true. Throws if it never does. */
export async function garbageCollected(isDone: () => boolean): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let count = 0; count < MAX_COLLECTIONS; count += 1) {
    // What `isDone` has dereferenced is kept until the end of the current job.
    await settled();
    collect();
    await settled();
    if (isDone()) return;
  }
  throw new Error(`${MAX_COLLECTIONS} garbage collections had no effect.`);
}
