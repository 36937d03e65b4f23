import { LmError } from '../errors/lm-error.js';
import { isSecretHeader } from '../errors/secret-headers.js';

/** What `fetch` and HTTP allow in a header's value: no control characters, which could smuggle a second header in. */
const VALID_VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;
const VALID_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Lays headers over each other, later ones winning; names in lower case. Rejects values that cannot be sent, without showing them. */
export function mergeHeaders(
  ...layers: (Readonly<Record<string, string | undefined>> | undefined)[]
): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const layer of layers) {
    if (layer === undefined) continue;
    for (const name of Object.keys(layer)) {
      const value = layer[name];
      if (value === undefined) continue;
      if (!VALID_NAME.test(name)) throw new LmError('invalid_request', 'A header has a name that HTTP does not allow.');
      if (!VALID_VALUE.test(value)) {
        throw new LmError(
          'invalid_request',
          `The value of header "${name}" has characters that HTTP does not allow, such as a line break.`,
        );
      }
      merged[name.toLowerCase()] = value;
    }
  }
  return merged;
}

/** Returns the headers that may go to another origin: only those that cannot carry a credential, whose names are anybody's choice. */
export function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretHeader(name)));
}
