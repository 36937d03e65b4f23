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
export function isPrivateHost(host: string): boolean {
  const mapped = Number.parseInt(MAPPED_IPV4.exec(host)?.[1] ?? '', 16);
  // The first half of the address is enough.
  const address = Number.isNaN(mapped) ? host : `${mapped >> 8}.${mapped & 0xff}.0.0`;
  const isNumeric = /^\[|^[\d.]+$/.test(address);
  return isNumeric
    ? PRIVATE_IPV4.test(address) || PRIVATE_IPV6.test(address)
    : PRIVATE_NAME.test(address.replace(/\.$/, ''));
}
