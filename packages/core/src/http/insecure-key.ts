import type { ApiToken } from '../contract/client-config.js';
import type { Warning } from '../contract/warning.js';
import { isKeyName } from '../errors/is-key-name.js';
import { isPrivateHost } from '../transport/is-private-host.js';
import { isPlaceholder } from '../errors/secret-headers.js';
import type { BaseUrl } from './base-url.js';

/** Returns true for a value that may be a key. Servers without authentication get placeholders. */
function isKey(value: unknown): boolean {
  return typeof value !== 'string' || !isPlaceholder(value);
}

/** Returns true if one of the headers may contain a key. */
export function hasKeyHeader(headers: Readonly<Record<string, unknown>> | undefined): boolean {
  return Object.entries(headers ?? {}).some(([name, value]) => isKeyName(name) && isKey(value));
}

/** The settings with which a client sends a key. */
export interface KeySettings {
  readonly apiToken?: ApiToken | undefined;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly allowInsecureKey?: boolean | undefined;
}

/** The risk that the requests to a server that is not private are not encrypted. */
export interface InsecureServer {
  /**
   * True if the client has a key, which each of its requests contains. Otherwise, single calls may have one in their headers. A function counts
   * as a key for the warning, even if it returns none: it is called when the request is built, and the warnings of a response are final before.
   */
  readonly hasKey: boolean;
  readonly warning: Warning;
}

/** Returns the risk for a key of the client or of a call, or `undefined` if there is none or it is allowed. */
export function insecureServerOf(
  { origin, authorization, query }: BaseUrl,
  { apiToken, headers, allowInsecureKey }: KeySettings,
): InsecureServer | undefined {
  if (allowInsecureKey === true || !origin.startsWith('http:')) return undefined;
  const host = origin.slice('http://'.length);
  if (isPrivateHost(host.replace(/:\d+$/, ''))) return undefined;
  const hasToken = apiToken !== undefined && isKey(apiToken);
  const hasQueryKey = [...new URLSearchParams(query)].some(([name, value]) => isKeyName(name) && isKey(value));
  return {
    hasKey: hasToken || authorization !== undefined || hasQueryKey || hasKeyHeader(headers),
    warning: {
      code: 'insecure_key',
      message: `The API key was sent to ${host} over plain http, which is not encrypted. Use an https URL, or set "allowInsecureKey" to true.`,
    },
  };
}
