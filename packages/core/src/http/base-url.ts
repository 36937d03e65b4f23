import { LmError } from '../errors/lm-error.js';
import { looksSecret, quoteName } from '../errors/looks-secret.js';
import { displayUrl } from '../errors/redact.js';

/** The parsed base URL of a server. */
export interface BaseUrl {
  /** Scheme, host and port, without user and password: `http://localhost:1234`. */
  readonly origin: string;
  /** Path without trailing slashes. Empty if there is none. */
  readonly path: string;
  /** Query to send with every request, with its `?`. Empty if there is none. Azure, for example, requires `api-version`. */
  readonly query: string;
  /** `Authorization` header for the user and password of the URL. `undefined` if it has none. */
  readonly authorization: string | undefined;
}

/**
 * Parses a base URL.
 *
 * @param setting Name of the setting, for the error message.
 * @throws `config_invalid` if it is not an http or https URL.
 */
export function parseBaseUrl(baseUrl: string, setting = 'baseUrl'): BaseUrl {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw invalid(setting, baseUrl);
  }
  if (suggestUrl(baseUrl) !== '') throw invalid(setting, baseUrl);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const scheme = looksSecret(url.protocol) ? '' : ` with the scheme "${url.protocol}"`;
    throw invalid(setting, baseUrl, scheme);
  }
  const { username, password } = url;
  const credentials = username === '' && password === '' ? undefined : `${decode(username)}:${decode(password)}`;
  return {
    origin: url.origin,
    path: withoutSlashes(url.pathname),
    query: url.search,
    authorization: credentials === undefined ? undefined : `Basic ${toBase64(credentials)}`,
  };
}

/** Removes trailing slashes. A regular expression would take quadratic time in their number. */
function withoutSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function toBase64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCodePoint(byte)).join(''));
}

function invalid(setting: string, baseUrl: string, scheme = ''): LmError {
  // A value of the query may be a key.
  const received = quoteName(displayUrl(baseUrl).replace(/\?.*/s, '?***'));
  return new LmError(
    'config_invalid',
    `"${setting}" must be an http or https URL such as http://localhost:1234; received ${received}${scheme}.${suggestUrl(baseUrl)}`,
  );
}

/** Matches a host with a port and no scheme. It requires a dot or `localhost`, so that it does not match a user name and password. */
const HOST_AND_PORT = /^(?:localhost|(?:[a-z\d-]+\.)+[a-z\d-]+):\d{1,5}(?:\/[\w./-]*)?$/i;

/** Returns ` Did you mean "http://..."?`, with a leading space, for an address without a scheme. Otherwise an empty string. */
export function suggestUrl(address: string): string {
  return HOST_AND_PORT.test(address) ? ` Did you mean "http://${address}"?` : '';
}
