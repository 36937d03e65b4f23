/**
 * Returns true for a promise, and handles its rejection. For places that expect a value and refuse a promise: nobody else handles
 * the rejection then, and an unhandled one ends the process.
 */
export function ignorePromise(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('then' in value) || typeof value.then !== 'function')
    return false;
  (value as PromiseLike<unknown>).then(undefined, () => {});
  return true;
}
