/** The messages of V8, JavaScriptCore and SpiderMonkey for calls and accesses that cannot work. */
const MISUSE =
  /\bis not (?:a function|a constructor|an object|iterable|defined)\b|^Cannot |\bcan't access\b|\bIllegal invocation\b|\bis (?:undefined|null)$/;

/**
 * Returns true if an exception comes from code that does not work, such as a missing method, and not from the network. Implementations of
 * `fetch` report failures of the network as a `TypeError` too, so the message decides: https://fetch.spec.whatwg.org/#fetch-method. Their own
 * words differ, and Safari translates them.
 */
export function isProgrammingError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, message, code } = error as { name?: unknown; message?: unknown; code?: unknown };
  if (name === 'ReferenceError' || name === 'RangeError') return true;
  return name === 'TypeError' && code === undefined && typeof message === 'string' && MISUSE.test(message);
}
