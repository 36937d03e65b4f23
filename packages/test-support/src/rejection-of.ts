/** An error of any class whose fields a test can read. */
export type TestedError = Error & Readonly<Record<string, unknown>>;

/**
 * Returns the error that a promise rejects with. Throws if the promise is fulfilled.
 *
 * @typeParam E The type of the error. It is not checked.
 */
export async function rejectionOf<E = TestedError>(promise: Promise<unknown>): Promise<E> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error as E;
  }
  throw new Error(`The promise must reject; it was fulfilled with ${JSON.stringify(value)}.`);
}
