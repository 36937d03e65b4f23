/** The version of this package. `npm run release:version` writes it, and a test compares it with package.json. */
const VERSION = '0.0.0';

/**
 * The `user-agent` of requests from Node, Deno and Bun, unless the application sets another. Undici sends none by default, and firewalls refuse
 * requests without one, such as Cloudflare's Browser Integrity Check
 * (https://developers.cloudflare.com/waf/tools/browser-integrity-check/). Browsers send their own.
 */
export const USER_AGENT = `lmux/${VERSION}`;
