import { afterEach, beforeEach } from 'vitest';
import { settled } from './settled.js';

/** Makes the tests of a file fail if they cause an unhandled rejection. */
export function failOnUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', onUnhandled));
  afterEach(async () => {
    await settled();
    process.off('unhandledRejection', onUnhandled);
    const [first] = unhandled.splice(0);
    if (first !== undefined) throw new Error('The test caused an unhandled rejection.', { cause: first });
  });
}
