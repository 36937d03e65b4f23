import { expect } from 'vitest';
import { isLmError } from '../../src/errors/guards.js';
import type { LmError } from '../../src/errors/lm-error.js';

export const FILE = 'lmux.config.json';

export async function refusal(run: () => Promise<unknown>): Promise<LmError> {
  const error = await run().then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!isLmError(error)) throw new Error('The call did not reject with an LmError.', { cause: error });
  expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain('7391');
  return error;
}
