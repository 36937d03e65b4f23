/** The version of this package. `npm run release:version` writes it, and a test compares it with package.json. */
const VERSION = '0.0.0';

/**
 * The `user-agent` of requests from servers, unless the application sets another. Undici sends none by default, and firewalls refuse
 * requests without one, such as Cloudflare's Browser Integrity Check
 * (https://developers.cloudflare.com/waf/tools/browser-integrity-check/). Browsers send their own.
 */
export const USER_AGENT = `lmux/${VERSION}`;

/** The parts of the global scope that tell runtimes apart. */
interface RuntimeScope {
  readonly navigator?: { readonly userAgent?: unknown } | undefined;
  readonly EdgeRuntime?: unknown;
}

/**
 * Matches the names of runtimes of servers: https://nodejs.org/api/globals.html#navigatoruseragent,
 * https://developers.cloudflare.com/workers/runtime-apis/web-standards.
 */
const SERVER_RUNTIME = /^(?:Node\.js|Deno|Bun|Cloudflare-Workers)/;

/**
 * Returns the `user-agent` to send with the runtime's own `fetch`, or `undefined` in browsers and unknown runtimes. Browsers ignore the header, or
 * ask the server for permission before every request. Workers send none by default (cloudflare/miniflare issue 181). Vercel's edge runtime names
 * itself in `EdgeRuntime` (getsentry/sentry-javascript pull request 6565).
 */
export function userAgentOfFetch(): string | undefined {
  const { navigator, EdgeRuntime } = globalThis as RuntimeScope;
  const isServer = SERVER_RUNTIME.test(String(navigator?.userAgent)) || typeof EdgeRuntime === 'string';
  return isServer ? USER_AGENT : undefined;
}
