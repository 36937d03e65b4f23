/**
 * Returns the error that a function throws. Throws if the function returns.
 *
 * @typeParam E The type of the error. It is not checked.
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
