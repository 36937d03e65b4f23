import type { ApiError } from '../../src/errors/api-error.js';

/** What a promise rejects with. All fields of our errors may be looked at. */
export async function rejection(promise: Promise<unknown>): Promise<ApiError> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error as ApiError;
  }
  throw new Error(`it was to be rejected, but gave ${JSON.stringify(value)}`);
}
