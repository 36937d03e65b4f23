/** Names of errors that JavaScript engines throw, and no network. */
const ENGINE_ERRORS: ReadonlySet<unknown> = new Set([
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'URIError',
]);

/** Codes with which Node and undici reject an argument. */
const REJECTED_ARGUMENT = /^(?:ERR_INVALID_(?:ARG|CHAR|HTTP|RETURN|STATE|THIS|URL)|UND_ERR_(?:INVALID_|NOT_SUPPORTED))/;

/**
 * Match the messages with which V8, JavaScriptCore and SpiderMonkey report a wrong operation, and browsers, Bun and Deno a wrong argument of
 * `fetch`. A failed `fetch` is a `TypeError` too, but its message describes the network or nothing: "fetch failed" (Node, Deno), "Failed to
 * fetch" (Chromium), "Load failed" (WebKit), "NetworkError when attempting to fetch resource." (Firefox), "Network request failed" (React
 * Native). Those of WebKit may come from the system, so they cannot be listed.
 */
const WRONG_OPERATION: readonly RegExp[] = [
  /is not (?:a |an |async |)(?:function|constructor|iterable|iterator|object|valid|instance|callable)/i,
  /(?:^|, )\S+ is (?:undefined|null)$/i,
  /\bcan(?:not|'t) (?:access|add|assign|convert|create|define|delete|destructure|have|read|redefine|set|use) /i,
  /^(?:Illegal invocation|Failed to (?:execute|construct|parse URL)|Reduce of empty|Object prototype)/i,
  /\binvalid (?:header|URL|assignment)|has invalid value|URL is invalid|non-object|is locked|can only be|may only be/i,
  /Class constructor|Spread syntax|extensible|incompatible receiver|to const|read[ -]?only|circular|cyclic|serialize a? ?BigInt|map key/i,
];

/** The part of an error that shows its origin. */
export interface ThrownError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/**
 * Returns true for an error of the program, such as a call of a method that does not exist: a mistake in lmux, a transport, a `fetch` of the
 * application or a runtime. Errors are recognized by name, since those of Jest and of frames have other classes.
 */
export function isProgrammingError({ name, code, message }: ThrownError): boolean {
  if (ENGINE_ERRORS.has(name)) return true;
  if (typeof code === 'string') return REJECTED_ARGUMENT.test(code);
  return (
    name === 'TypeError' && typeof message === 'string' && WRONG_OPERATION.some((pattern) => pattern.test(message))
  );
}
