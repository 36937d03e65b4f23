import { isIPv4 } from 'node:net';
import { hostname } from 'node:os';

/** Top-level domains that Ollama treats as local. */
const LOCAL_NAME = /\.(?:localhost|local|internal)$/;

/** Private addresses (RFC 1918) and the unspecified address. */
const LOCAL_IPV4 = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0$)/;

/**
 * Returns true for a host, in lower case, that Ollama accepts on the loopback interface besides its loopback addresses:
 * the name of the machine, local names such as `host.docker.internal`, and private addresses. Source: `allowedHost` in
 * https://github.com/ollama/ollama/blob/main/server/routes.go.
 */
export function isOllamaHost(name: string): boolean {
  if (isIPv4(name)) return LOCAL_IPV4.test(name);
  return LOCAL_NAME.test(name) || name === hostname().toLowerCase();
}
