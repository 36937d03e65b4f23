import type { ApiToken } from '../contract/client-config.js';
import type { Warning } from '../contract/warning.js';
import { isKeyName } from '../errors/is-key-name.js';
import { isPlaceholder } from '../errors/secret-headers.js';
import type { BaseUrl } from './base-url.js';

/**
 * Matches names that are never public: those without a dot, special-use names (RFC 6761, 6762, 8375), `internal` (reserved for private use),
 * `lan`, `home`, `intranet`, `private` and `localdomain`, which routers and companies use, names of Tailscale, and services of Kubernetes, such as
 * `vllm.models.svc` (https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/).
 */
const PRIVATE_NAME =
  /^[^.]+$|\.(?:localhost|local(?:domain)?|internal|intranet|private|svc|lan|home|home\.arpa|test|ts\.net)$/;

/** Matches loopback, link-local and private addresses (RFC 1918, 3927, 6598). */
const PRIVATE_IPV4 =
  /^(?:0|10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$/;

/** Matches `::`, `::1`, unique local and link-local addresses (RFC 4193, 4291). */
const PRIVATE_IPV6 = /^\[(?:::1?\]|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/;

/** Matches an IPv4 address that is mapped to IPv6. */
const MAPPED_IPV4 = /^\[::ffff:([\da-f]+):[\da-f]+\]$/;

/**
 * Returns true if a host is this machine or in a private network.
 *
 * @param host Host of a parsed URL, which has lower case, dotted decimal IPv4 addresses and compressed IPv6 addresses in brackets.
 */
function isPrivateHost(host: string): boolean {
  const mapped = Number.parseInt(MAPPED_IPV4.exec(host)?.[1] ?? '', 16);
  // The first half of the address is enough.
  const address = Number.isNaN(mapped) ? host : `${mapped >> 8}.${mapped & 0xff}.0.0`;
  const isNumeric = /^\[|^[\d.]+$/.test(address);
  return isNumeric
    ? PRIVATE_IPV4.test(address) || PRIVATE_IPV6.test(address)
    : PRIVATE_NAME.test(address.replace(/\.$/, ''));
}

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
