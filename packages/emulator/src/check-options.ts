import type { EmulatorOptions } from './options.js';
import { SERVER_PROFILES } from './server-profiles.js';
import { shown } from './shared/json/shown.js';
import { isAllowedHost } from './shared/server/allowed-hosts.js';

/** The options that are counts, with their smallest and largest value. */
const COUNTS = {
  port: [0, 65_535],
  parallel: [1, Infinity],
  keepRequests: [0, Infinity],
  keepBytes: [0, Infinity],
} satisfies { readonly [Key in keyof EmulatorOptions]?: readonly [number, number] };

/** Every option. The type makes the compiler report one that is missing. */
const KEYS: { readonly [Key in keyof Required<EmulatorOptions>]: true } = {
  as: true,
  router: true,
  port: true,
  host: true,
  allowedHosts: true,
  onWarning: true,
  models: true,
  jit: true,
  reply: true,
  delayMs: true,
  nativeApi: true,
  loadMs: true,
  downloadMs: true,
  plugins: true,
  nowMs: true,
  auth: true,
  faults: true,
  parallel: true,
  cors: true,
  keepRequests: true,
  keepBytes: true,
  log: true,
};

/**
 * Checks the keys, and the options whose wrong values would have no visible effect, or a surprising one.
 *
 * @throws TypeError that names the option, the value received and what was expected.
 */
export function checkOptions(options: EmulatorOptions): void {
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(KEYS, key));
  if (unknown !== undefined) {
    throw new TypeError(
      `The emulator has no option ${JSON.stringify(unknown.slice(0, 40))}. Its options are ${Object.keys(KEYS).join(', ')}.`,
    );
  }
  for (const [key, [least, most]] of Object.entries(COUNTS)) {
    checkCount(`"${key}"`, options[key as keyof typeof COUNTS], least, most);
  }
  const as: unknown = options.as;
  if (as !== undefined && !(typeof as === 'string' && Object.hasOwn(SERVER_PROFILES, as))) {
    throw new TypeError(`"as" must be one of ${Object.keys(SERVER_PROFILES).join(', ')}; received ${shown(as)}.`);
  }
  const hosts: unknown = options.allowedHosts;
  if (hosts !== undefined && !Array.isArray(hosts)) {
    throw new TypeError(`"allowedHosts" must be an array of host names; received ${shown(hosts)}.`);
  }
  for (const host of (hosts ?? []) as unknown[]) {
    if (typeof host === 'string' && isAllowedHost(host)) continue;
    throw new TypeError(
      `"allowedHosts" must contain host names or addresses without a scheme and a port, or *; received ${shown(host)}.`,
    );
  }
}

function checkCount(what: string, value: unknown, least: number, most: number): void {
  if (value === undefined || (value === Infinity && most === Infinity)) return;
  if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const expected = most === Infinity ? `an integer of at least ${least}` : `an integer from ${least} to ${most}`;
  throw new TypeError(`${what} must be ${expected}; received ${shown(value)}.`);
}
