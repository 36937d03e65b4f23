import { isPrivateHost } from './is-private-host.js';
import { replaceMessage } from '../errors/edit-message.js';
import { defineHidden, type LmError } from '../errors/lm-error.js';
import { cutText, MAX_MESSAGE_LENGTH } from '../errors/redact.js';

/** The parts of the global scope that pages and workers of browsers have. */
interface BrowserScope {
  readonly origin?: unknown;
  readonly navigator?: { readonly userAgent?: unknown; readonly onLine?: unknown } | undefined;
}

/** What is known about a request of a page that failed, for which browsers give no reason. */
export interface PageFailure {
  /** Returns the message of the error: what failed, the probable reason, and the next step of the provider if CORS may be the reason. */
  message(hint?: CorsHint): string;
  /** True if the browser never sends such a request. */
  readonly isBlocked: boolean;
}

/** Returns the settings to change so that a server allows an origin, as the end of a sentence, or `undefined` if it allows the origin by default. */
export type CorsHint = (pageOrigin: string) => string | undefined;

const COMMON_HINT: CorsHint = (origin) =>
  `allow "${origin}" in its CORS settings, or send the request through your own server.`;

/** Matches the hosts to which browsers permit http from https pages (https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy). */
const LOOPBACK = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Matches the private hosts that are recognizable without a DNS lookup: addresses and `.local` (https://wicg.github.io/local-network-access). */
const PRIVATE_ADDRESS = /^\[|^[\d.]+$|\.local$/;

const NETWORK_PERMISSION = "permit this page to access the local network in the browser's site settings";

/**
 * Describes a request that failed without a reason, as browsers report CORS errors, blocked requests and refused connections. Returns
 * `undefined` outside browsers and for a request to the page's own origin, which needs no permission.
 *
 * @param tried The method and the URL of the request, for the message.
 */
export function pageFailure(url: string, tried: string): PageFailure | undefined {
  const { origin, navigator } = globalThis as BrowserScope;
  // Deno, Bun and Workers name themselves in `userAgent`, or have none.
  if (typeof origin !== 'string' || !String(navigator?.userAgent).startsWith('Mozilla/')) return undefined;
  const server = new URL(url);
  if (server.origin === origin) return undefined;
  const host = server.hostname;
  const isPrivate = isPrivateHost(host);
  const because = (advice: string): string => messageOf(tried, advice);
  if (navigator?.onLine === false && !isPrivate)
    return { message: () => because('The browser is offline. Connect it to the network.'), isBlocked: false };
  if (origin.startsWith('https:') && server.protocol === 'http:' && !LOOPBACK.test(host)) {
    const isExempt = isPrivate && PRIVATE_ADDRESS.test(host);
    const instead = isExempt ? `, or ${NETWORK_PERMISSION}` : '';
    const advice = `Browsers block requests from https pages to http servers (mixed content). Use an https address of the server${instead}.`;
    return { message: () => because(advice), isBlocked: !isExempt };
  }
  const isLocalPage = !URL.canParse(origin) || isPrivateHost(new URL(origin).hostname);
  const also = isPrivate && !isLocalPage ? ` Also ${NETWORK_PERMISSION}.` : '';
  return {
    message: (hint = COMMON_HINT) => because(`${corsAdvice(hint(cutText(origin, MAX_ORIGIN)))}${also}`),
    isBlocked: false,
  };
}

function corsAdvice(next: string | undefined): string {
  return next === undefined
    ? "Check that the server is running. By default, it allows this page's origin (CORS), but not every header."
    : `If the server runs, it probably does not allow this page's origin (CORS): ${next}`;
}

/** Maximum length of the origin in a message, so that the advice fits. */
const MAX_ORIGIN = 100;

/** Returns the message of a failed request of a page. What failed is truncated if it is too long, the advice never is. */
function messageOf(tried: string, advice: string): string {
  const what = `The browser could not read the response (${tried}), and shows the reason only in its console.`;
  return `${cutText(what, MAX_MESSAGE_LENGTH - advice.length - 1)} ${advice}`;
}

/** The failure of a page that an error describes. */
const PAGE_FAILURE = Symbol('lmux.pageFailure');

/** Notes the failure that an error describes, for `addCorsHint`. */
export function markPageFailure(error: LmError, failure: PageFailure): void {
  defineHidden(error, PAGE_FAILURE, failure);
}

/** Gives the error of a failed request of a page the next step of the provider instead of the common one. Changes no other error. */
export function addCorsHint(error: LmError, hint: CorsHint): void {
  const failure = (error as { [PAGE_FAILURE]?: PageFailure })[PAGE_FAILURE];
  if (failure !== undefined) replaceMessage(error, failure.message(hint));
}
