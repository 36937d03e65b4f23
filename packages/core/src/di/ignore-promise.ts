/**
 * Returns true for a promise, and handles its rejection. Use it where a promise is rejected as a value: without a handler, its rejection
 * would end the process.
 */
export function ignorePromise(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('then' in value) || typeof value.then !== 'function')
    return false;
  (value as PromiseLike<unknown>).then(undefined, () => {});
  return true;
}
