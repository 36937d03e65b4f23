import { isLmError } from '../errors/guards.js';

/**
 * Returns the result of a request that only completes another one, or `undefined` if it fails, so that it does not fail the other one.
 * Rejects if the call was aborted or the client was closed.
 */
export async function optionalResult<Result>(request: Promise<Result>): Promise<Result | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isLmError(error, 'aborted') || isLmError(error, 'closed')) throw error;
    return undefined;
  }
}
