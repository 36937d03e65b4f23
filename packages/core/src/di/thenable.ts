/**
 * Returns true for a promise where a value is expected. It is about to be refused, so that nobody handles its rejection: that is done here,
 * since an unhandled rejection ends the process.
 */
export function isUnexpectedPromise(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('then' in value) || typeof value.then !== 'function')
    return false;
  (value as PromiseLike<unknown>).then(undefined, () => {});
  return true;
}
