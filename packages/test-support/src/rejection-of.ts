/** An error whose fields a test may look at, whatever its class. */
export type TestedError = Error & Readonly<Record<string, unknown>>;

/**
 * Returns the error that a promise rejects with, and fails if it is fulfilled.
 *
 * @typeParam E The type under which the test reads the error. It is not checked.
 */
export async function rejectionOf<E = TestedError>(promise: Promise<unknown>): Promise<E> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error(`The promise must be rejected; it was fulfilled with ${JSON.stringify(value)}.`);
}
