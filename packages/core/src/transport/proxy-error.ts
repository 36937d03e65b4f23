import { LmError } from '../errors/lm-error.js';

/** Statuses of a proxy after which a later attempt may succeed. */
const TEMPORARY = new Set([429, 500, 502, 503, 504]);

/** Matches the errors of undici, and so of Node's `fetch`, and of Bun for a proxy that refused a request or a tunnel. Browsers give no reason. */
const REFUSED_BY_PROXY = /proxy authentication required|^Proxy (?:response \(|refused to open a tunnel: )(\d{3})\b/i;

/**
 * Returns the error of a status with which a proxy refused to pass on a request, so that the server received nothing. Returns `undefined` for
 * a successful status.
 *
 * @param tried Method and target, in a form that is safe to show.
 */
export function proxyStatusError(status: number, tried: string): LmError | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 407)
    return new LmError(
      'authentication',
      `The proxy requires a user and password or rejected the ones provided (407, ${tried}). Set them in the URL of the proxy, before the host.`,
    );
  return new LmError(
    'connection_failed',
    `The proxy refused to connect to the server (${status}, ${tried}). Check that the proxy permits the server and can reach it, and check its log.`,
    { retryable: TEMPORARY.has(status) },
  );
}

/** Returns the error for a message of undici that names the status of a proxy. Returns `undefined` for any other message. */
export function proxyMessageError(message: string, tried: string): LmError | undefined {
  const found = REFUSED_BY_PROXY.exec(message);
  return found === null ? undefined : proxyStatusError(Number(found[1] ?? 407), tried);
}
