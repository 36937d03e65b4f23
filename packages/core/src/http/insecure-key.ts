import type { ApiToken } from '../contract/client-config.js';
import type { Warning } from '../contract/warning.js';
import type { BaseUrl } from './base-url.js';

/** Matches names of headers and query parameters that contain a key. */
const KEY_NAME = /(?:key|token|secret|password|authorization|auth|cookie|credentials?|signature)$|^(?:sig|code)$/i;

/**
 * Matches names that are never public: those without a dot, special-use names (RFC 6761, 6762, 8375), `internal` (reserved for private use),
 * `lan` and `home`, which routers use, and names of Tailscale.
 */
const PRIVATE_NAME = /^[^.]+$|\.(?:localhost|local|internal|lan|home|home\.arpa|test|ts\.net)$/;

/** Returns true for loopback, link-local and private addresses (RFC 1918, 3927, 6598). */
function isPrivateIPv4(a: number, b: number): boolean {
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >= 64 && b < 128)
  );
}

/** Returns true for `::`, `::1`, unique local and link-local addresses (RFC 4193, 4291), and private IPv4 addresses that are mapped to IPv6. */
function isPrivateIPv6(address: string): boolean {
  const mapped = /^::ffff:([\da-f]{1,4}):[\da-f]{1,4}$/.exec(address)?.[1];
  if (mapped !== undefined) {
    const high = Number.parseInt(mapped, 16);
    return isPrivateIPv4(high >> 8, high & 0xff);
  }
  return /^(?:::1?$|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/.test(address);
}

/**
 * Returns true if a host is this machine or in a private network.
 *
 * @param host Host of a parsed URL, which has lower case, dotted decimal IPv4 addresses and compressed IPv6 addresses in brackets.
 */
function isPrivateHost(host: string): boolean {
  if (host.startsWith('[')) return isPrivateIPv6(host.slice(1, -1));
  const ipv4 = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host);
  if (ipv4 !== null) return isPrivateIPv4(Number(ipv4[1]), Number(ipv4[2]));
  return PRIVATE_NAME.test(host.replace(/\.$/, ''));
}

/** Returns true if one of the headers may contain a key. */
export function hasKeyHeader(headers: Readonly<Record<string, unknown>> | undefined): boolean {
  return Object.keys(headers ?? {}).some((name) => KEY_NAME.test(name));
}

/** The settings with which a client sends a key. */
export interface KeySettings {
  readonly apiToken?: ApiToken | undefined;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  readonly allowInsecureKey?: boolean | undefined;
}

/** The risk that the requests to a server that is not private are not encrypted. */
export interface InsecureServer {
  /** True if the client has a key, which each of its requests contains. Otherwise, single calls may have one in their headers. */
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
  const hasToken = apiToken !== undefined && apiToken !== '';
  const hasQueryKey = [...new URLSearchParams(query).keys()].some((name) => KEY_NAME.test(name));
  return {
    hasKey: hasToken || authorization !== undefined || hasQueryKey || hasKeyHeader(headers),
    warning: {
      code: 'insecure_key',
      message: `The API key was sent to ${host} over plain http, which is not encrypted. Use an https URL, or set "allowInsecureKey" to true.`,
    },
  };
}
