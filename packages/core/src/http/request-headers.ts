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
  /^(?:connection|content-length|expect|host|http2-settings|keep-alive|te|trailer|transfer-encoding|upgrade|proxy-.*)$/;

function invalid(message: string): LmError {
  return new LmError('invalid_request', message);
}

/** Returns the next step for a header that is reserved for the transport. */
function insteadOf(lowerName: string): string {
  if (lowerName === 'host') return 'Remove it, and set the host in "baseUrl".';
  return lowerName.startsWith('proxy-')
    ? 'Remove it, and set the user and password of the proxy in its URL.'
    : 'Remove it.';
}

/** Throws if a header cannot be sent, without showing its value. */
function checkHeader(name: string, lowerName: string, value: unknown): void {
  if (!VALID_NAME.test(name))
    throw invalid(
      'A header name in "headers" contains a character that HTTP does not allow, such as a space or a colon. Correct the name.',
    );
  // An object may lose a key with this name when it is copied.
  if (lowerName === '__proto__') throw invalid(`A header cannot have the name "${name}". Correct the name.`);
  if (RESERVED.test(lowerName))
    throw invalid(`The header "${name}" is reserved for the transport. ${insteadOf(lowerName)}`);
  if (typeof value !== 'string')
    throw invalid(
      `The value of header "${name}" must be a string; received a value of another type. Convert it to a string.`,
    );
  if (!VALID_VALUE.test(value))
    throw invalid(
      `The value of header "${name}" contains a character that HTTP does not allow, such as a line break. Remove it from the value.`,
    );
  // UndiciTransport does not decompress, and browsers ignore the header.
  if (lowerName === 'accept-encoding' && value.trim().toLowerCase() !== 'identity')
    throw invalid('The header "accept-encoding" must be "identity"; received another value. Remove it.');
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
      checkHeader(name, lowerName, value);
      merged[lowerName] = value;
    }
  }
  return merged;
}

/**
 * Checks the headers of a configuration.
 *
 * @param what The setting that contains them, for the error.
 * @throws `config_invalid` for headers that cannot be sent or that are reserved for the transport.
 */
export function checkConfiguredHeaders(
  what: string,
  headers: Readonly<Record<string, string | undefined>> | undefined,
): void {
  try {
    mergeHeaders(headers);
  } catch (cause) {
    throw new LmError('config_invalid', `${what} cannot be sent. ${(cause as LmError).message}`);
  }
}

/** Returns the headers that may be sent to another origin: only those that cannot contain a credential. A credential may be in any custom header. */
export function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretHeader(name)));
}
