/** The version of this package. `npm run release:version` writes it, and a test compares it with package.json. */
const VERSION = '0.0.0';

/**
 * The `user-agent` of requests from servers, unless the application sets another. Undici sends none by default, nor do Workers (cloudflare/miniflare
 * issue 181), and firewalls refuse requests without one, such as Cloudflare's Browser Integrity Check
 * (https://developers.cloudflare.com/waf/tools/browser-integrity-check/). Browsers send their own.
 */
export const USER_AGENT = `lmux/${VERSION}`;

/** The parts of the global scope that tell runtimes apart. */
interface RuntimeScope {
  readonly process?: NodeJS.Process;
  readonly document?: unknown;
  readonly navigator?: { readonly userAgent?: unknown } | undefined;
  readonly EdgeRuntime?: unknown;
}

/**
 * Returns true on Node, Deno and Bun, in Workers, and in Vercel's edge runtime, which names itself in `EdgeRuntime` (getsentry/sentry-javascript pull
 * request 6565). In a page, also in that of Electron, the header would not be sent, or only after a request for permission that servers refuse.
 */
function isServer(): boolean {
  const { process, document, navigator, EdgeRuntime } = globalThis as RuntimeScope;
  if (document !== undefined) return false;
  if (typeof process?.versions?.node === 'string' || typeof EdgeRuntime === 'string') return true;
  return navigator?.userAgent === 'Cloudflare-Workers';
}

/** Returns headers for `fetch` with a `user-agent`, unless they have one or a browser sends its own. */
export function withUserAgent(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return isServer() ? { 'user-agent': USER_AGENT, ...headers } : headers;
}
