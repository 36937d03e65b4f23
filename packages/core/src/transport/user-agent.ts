/** The version of this package. `npm run release:version` writes it, and a test compares it with package.json. */
const VERSION = '0.0.0';

/**
 * The `user-agent` of requests from Node, Deno and Bun, unless the application sets another. Undici sends none by default, and firewalls refuse
 * requests without one, such as Cloudflare's Browser Integrity Check
 * (https://developers.cloudflare.com/waf/tools/browser-integrity-check/). Browsers send their own.
 */
export const USER_AGENT = `lmux/${VERSION}`;

/**
 * Returns true on Node, Deno and Bun. In a page, also in that of Electron, the header would not be sent, or only after a request for permission that
 * servers refuse.
 */
function isServer(): boolean {
  const { process, document } = globalThis as { readonly process?: NodeJS.Process; readonly document?: unknown };
  return typeof process?.versions?.node === 'string' && document === undefined;
}

/** Returns headers for `fetch` with a `user-agent`, unless they have one or a browser sends its own. */
export function withUserAgent(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return isServer() ? { 'user-agent': USER_AGENT, ...headers } : headers;
}
