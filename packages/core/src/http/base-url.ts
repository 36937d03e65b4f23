import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';

/** A server's base URL, parsed. */
export interface BaseUrl {
  /** Scheme, host and port, without user and password: `http://localhost:1234`. */
  readonly origin: string;
  /** Path without slashes at its end; empty for none. */
  readonly path: string;
  /** Query to send with every request, with its `?`; empty for none (Azure wants `api-version`). */
  readonly query: string;
  /** `Authorization` for the user and password that the URL held; `undefined` for none. */
  readonly authorization: string | undefined;
}

/**
 * Parses a base URL.
 *
 * @param setting Name of the setting, for the error.
 * @throws `config_invalid` if it is not an http or https URL.
 */
export function parseBaseUrl(baseUrl: string, setting = 'baseUrl'): BaseUrl {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    throw invalid(setting, baseUrl, 'is not a URL');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(setting, baseUrl, `has the scheme "${url.protocol}"`);
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

/** A loop, since a regular expression would be quadratic in the slashes. */
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
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
}

function invalid(setting: string, baseUrl: string, why: string): LmError {
  return new LmError(
    'config_invalid',
    `${setting} "${displayUrl(baseUrl)}" ${why}; allowed is an http or https URL such as http://localhost:1234.`,
  );
}
