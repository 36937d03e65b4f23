import { isLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import { isSecretHeader } from '../errors/secret-headers.js';

/** The header values that HTTP and `fetch` allow. Control characters are excluded, since they could inject a second header. */
const VALID_VALUE = /^[\t\u0020-\u007E\u0080-\u00FF]*$/;
const VALID_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Headers that belong to the connection or that frame the message. Undici rejects some of them (`expect`, `upgrade`, a wrong `content-length`),
 * `fetch` replaces others (`host` in Node, all of them in browsers), and a proxy must not pass them on (RFC 9110, section 7.6.1).
 */
const RESERVED =
  /^(?:connection|content-length|expect|host|http2-settings|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*|__proto__)$/;

const RESERVED_HINTS: Readonly<Record<string, string>> = {
  host: ' Set the host in "baseUrl".',
  'proxy-authorization': ' Set the user and password in the URL of the proxy.',
};

/** Returns why a header cannot be sent, with the next step. Returns `undefined` if it can. The value is not shown. */
function problemOf(name: string, lowerName: string, value: unknown): string | undefined {
  if (!VALID_NAME.test(name))
    return 'A header name in "headers" contains a character that HTTP does not allow, such as a space or a colon. Correct the name.';
  if (RESERVED.test(lowerName))
    return `The header "${name}" cannot be set, because it is reserved for the transport. Remove it.${RESERVED_HINTS[lowerName] ?? ''}`;
  if (typeof value !== 'string')
    return `The value of header "${name}" must be a string; received ${Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`}. Convert it to a string.`;
  if (!VALID_VALUE.test(value))
    return `The value of header "${name}" contains a character that HTTP does not allow, such as a line break. Remove it from the value.`;
  // UndiciTransport does not decompress, and browsers ignore the header.
  if (lowerName === 'accept-encoding' && value.trim().toLowerCase() !== 'identity')
    return 'The header "accept-encoding" must be "identity"; received another value. Remove it, because the transport selects the encodings.';
  return undefined;
}

/**
 * Merges headers, with later ones overriding earlier ones. Names become lower case. Throws `invalid_request` for headers that cannot be sent
 * or that are reserved for the transport, without showing their values.
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
      const lowerName = name.toLowerCase();
      const problem = problemOf(name, lowerName, value);
      if (problem !== undefined) throw new LmError('invalid_request', problem);
      merged[lowerName] = value;
    }
  }
  return merged;
}

/**
 * Checks the headers of a configuration.
 *
 * @param what The settings that contain them, for the error.
 * @throws `config_invalid` for headers that cannot be sent or that are reserved for the transport.
 */
export function checkConfiguredHeaders(
  what: string,
  ...layers: (Readonly<Record<string, string | undefined>> | undefined)[]
): void {
  try {
    mergeHeaders(...layers);
  } catch (cause) {
    throw new LmError('config_invalid', `${what} cannot be sent. ${isLmError(cause) ? cause.message : ''}`.trim());
  }
}

/** Returns the headers that may be sent to another origin: only those that cannot contain a credential. A credential may be in any custom header. */
export function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretHeader(name)));
}
