import type { CallOptions, Timeouts } from '../contract/call-options.js';

/** The timeouts of a call, all set, in milliseconds; 0 is off. */
export interface ResolvedTimeouts {
  readonly connect: number;
  readonly firstByte: number;
  readonly idle: number;
  readonly eventIdle: number;
  readonly total: number;
}

/** Where timeouts are set: the short form beside the single ones. */
export interface TimeoutSettings {
  readonly timeout?: number | undefined;
  readonly timeouts?: Timeouts | undefined;
}

const DEFAULTS: ResolvedTimeouts = { connect: 10_000, firstByte: 300_000, idle: 300_000, eventIdle: 0, total: 300_000 };

/** The timeouts that `timeout` sets. */
const SHORT_FORM = new Set<keyof ResolvedTimeouts>(['firstByte', 'idle', 'total']);

function pick(name: keyof ResolvedTimeouts, { timeout, timeouts }: TimeoutSettings): number | undefined {
  return timeouts?.[name] ?? (SHORT_FORM.has(name) ? (timeouts?.timeout ?? timeout) : undefined);
}

/**
 * Returns the timeouts of a call: its own settings, then the client's, then the defaults.
 * @param longRunning True for streams, loads and downloads: then `total` is off by default.
 */
export function resolveTimeouts(
  call: TimeoutSettings,
  client: TimeoutSettings,
  longRunning: boolean,
): ResolvedTimeouts {
  const resolve = (name: keyof ResolvedTimeouts): number =>
    pick(name, call) ?? pick(name, client) ?? (name === 'total' && longRunning ? 0 : DEFAULTS[name]);
  return {
    connect: resolve('connect'),
    firstByte: resolve('firstByte'),
    idle: resolve('idle'),
    eventIdle: resolve('eventIdle'),
    total: resolve('total'),
  };
}

/** The timeouts of a client's calls. Those of calls that set none are resolved once. */
export class ClientTimeouts {
  readonly #settings: TimeoutSettings;
  readonly #short: ResolvedTimeouts;
  readonly #longRunning: ResolvedTimeouts;

  constructor(settings: TimeoutSettings) {
    this.#settings = settings;
    this.#short = resolveTimeouts({}, settings, false);
    this.#longRunning = resolveTimeouts({}, settings, true);
  }

  /** @param longRunning True for streams, loads and downloads. */
  of(options: CallOptions | undefined, longRunning: boolean): ResolvedTimeouts {
    if (options?.timeout === undefined && options?.timeouts === undefined) {
      return longRunning ? this.#longRunning : this.#short;
    }
    return resolveTimeouts(options, this.#settings, longRunning);
  }
}
