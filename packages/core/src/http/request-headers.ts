import { LmError } from '../errors/lm-error.js';
import { isSecretHeader } from '../errors/secret-headers.js';

/** The header values that HTTP and `fetch` allow. Control characters are excluded, since they could inject a second header. */
const VALID_VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;
const VALID_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Merges headers, with later ones overriding earlier ones. Names become lower case. Throws `invalid_request` for values that cannot be sent,
 * without showing them.
 */
export function mergeHeaders(
  ...layers: (Readonly<Record<string, string | undefined>> | undefined)[]
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const layer of layers) {
    if (layer === undefined) continue;
    for (const name of Object.keys(layer)) {
      const value = layer[name];
      if (value === undefined) continue;
      if (!VALID_NAME.test(name))
        throw new LmError(
          'invalid_request',
          'A header name in "headers" contains a character that HTTP does not allow, such as a space or a colon. Correct the name.',
        );
      if (!VALID_VALUE.test(value)) {
        throw new LmError(
          'invalid_request',
          `The value of header "${name}" contains a character that HTTP does not allow, such as a line break. Remove it from the value.`,
        );
      }
      merged[name.toLowerCase()] = value;
    }
  }
  return merged;
}

/** Returns the headers that may be sent to another origin: only those that cannot contain a credential. A credential may be in any custom header. */
export function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretHeader(name)));
}
