/**
 * Returns the error that a function throws, and fails if it returns.
 *
 * @typeParam E The type under which the test reads the error. It is not checked.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- shorter than an assertion at every use
export function thrownBy<E = unknown>(call: () => unknown): E {
  try {
    call();
  } catch (error) {
    return error as E;
  }
  throw new Error('The function must throw; it returned.');
}
