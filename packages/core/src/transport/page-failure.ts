import { isPrivateHost } from '../errors/is-private-host.js';
import { LmError } from '../errors/lm-error.js';
import { cutText } from '../errors/redact.js';

/** The parts of the global scope that pages and workers of browsers have. */
interface BrowserScope {
  readonly origin?: unknown;
  readonly navigator?: { readonly userAgent?: unknown; readonly onLine?: unknown } | undefined;
}

/** What is known about a request of a page that failed, for which browsers give no reason. */
export interface PageFailure {
  /** The probable reason and the next step. */
  readonly advice: string;
  /** True if the browser never sends such a request. */
  readonly isBlocked: boolean;
}

/** Returns the settings to change so that a server allows an origin, as the end of a sentence. */
export type CorsHint = (pageOrigin: string) => string;

const COMMON_HINT: CorsHint = (origin) =>
  `allow "${origin}" in its CORS settings, or send the request through your own server.`;

/** Matches the hosts to which browsers permit http from https pages (https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy). */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Matches the private hosts that are recognizable without a DNS lookup: addresses and `.local` (https://wicg.github.io/local-network-access). */
const PRIVATE_ADDRESS = /^\[|^[\d.]+$|\.local$/;

const NETWORK_PERMISSION = "permit this page to access the local network in the browser's site settings";

/**
 * Returns the advice for a request that failed without a reason, as browsers report CORS errors, blocked requests and refused connections.
 * Returns `undefined` outside browsers and for a request to the page's own origin, which needs no permission.
 */
export function pageFailure(url: string, hint = COMMON_HINT): PageFailure | undefined {
  const { origin, navigator } = globalThis as BrowserScope;
  // Deno, Bun and Workers name themselves in `userAgent`, or have none.
  if (typeof origin !== 'string' || !String(navigator?.userAgent).startsWith('Mozilla/')) return undefined;
  const server = new URL(url);
  if (server.origin === origin) return undefined;
  const host = server.hostname;
  const isPrivate = isPrivateHost(host);
  if (navigator?.onLine === false && !isPrivate)
    return { advice: 'The browser is offline. Connect it to the network.', isBlocked: false };
  if (origin.startsWith('https:') && server.protocol === 'http:' && !LOOPBACK.test(host)) {
    const isExempt = isPrivate && PRIVATE_ADDRESS.test(host);
    const instead = isExempt ? `, or ${NETWORK_PERMISSION}` : '';
    return {
      advice: `Browsers block requests from https pages to http servers (mixed content). Use an https address of the server${instead}.`,
      isBlocked: !isExempt,
    };
  }
  const cors = `If the server runs, it probably does not allow this page's origin (CORS): ${hint(origin)}`;
  const isLocalPage = !URL.canParse(origin) || isPrivateHost(new URL(origin).hostname);
  return { advice: isPrivate && !isLocalPage ? `${cors} Also ${NETWORK_PERMISSION}.` : cors, isBlocked: false };
}

/** Maximum length of a message with advice. The rest of the message is truncated, the advice never is. */
const MAX_MESSAGE = 490;

/** Returns the message of a failed request of a page. */
export function pageFailureMessage(tried: string, { advice }: PageFailure): string {
  return `${cutText(`The browser could not read the response (${tried}), and shows the reason only in its console.`, MAX_MESSAGE - advice.length)} ${advice}`;
}

/** Returns the error of a failed request of a page with the next step of the provider instead of the common one. Returns any other error unchanged. */
export function withCorsHint(error: LmError, serverOrigin: string, hint: CorsHint): LmError {
  if (error.code !== 'connection_failed') return error;
  const common = pageFailure(serverOrigin)?.advice;
  const advice = pageFailure(serverOrigin, hint)?.advice;
  if (common === undefined || advice === undefined || advice === common || !error.message.endsWith(common))
    return error;
  const { code, message, provider, retryable, attempts, cause } = error;
  const what = cutText(message.slice(0, -common.length - 1), MAX_MESSAGE - advice.length);
  return new LmError(code, `${what} ${advice}`, { provider, retryable, attempts, cause });
}
