import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';

/** A server's base URL, taken apart. */
export interface BaseUrl {
  /** Origin and path, without a trailing slash. */
  readonly root: string;
  /** Query to send with every request, with its `?`; empty for none (Azure wants `api-version`). */
  readonly query: string;
  /** `Authorization` for the user and password that the URL held; `undefined` for none. */
  readonly authorization: string | undefined;
}

/**
 * Takes a base URL apart. Rejects with `config_invalid` what is no http(s) URL.
 *
 * @param setting What the error calls it.
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
    root: url.origin + url.pathname.replace(/\/+$/, ''),
    query: url.search,
    authorization: credentials === undefined ? undefined : `Basic ${toBase64(credentials)}`,
  };
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
