import { settled } from '@lmux/test-support';
import { afterEach, beforeEach } from 'vitest';

/** Makes each test of a file fail that leaves a rejection which nobody handles. */
export function failOnUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  beforeEach(() => void process.on('unhandledRejection', onUnhandled));
  afterEach(async () => {
    await settled();
    process.off('unhandledRejection', onUnhandled);
    const [first] = unhandled.splice(0);
    if (first !== undefined) throw new Error('a rejection was handled by nobody', { cause: first });
  });
}
