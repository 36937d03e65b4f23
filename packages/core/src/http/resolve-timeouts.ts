import type { CallOptions, Timeouts } from '../contract/call-options.js';

/** The clocks of a call, all set, in milliseconds; 0 is off. */
export interface ResolvedTimeouts {
  readonly connect: number;
  readonly firstByte: number;
  readonly idle: number;
  readonly eventIdle: number;
  readonly total: number;
}

/** Where timeouts are set: the short form beside the clocks. */
export interface TimeoutSettings {
  readonly timeout?: number | undefined;
  readonly timeouts?: Timeouts | undefined;
}

const DEFAULTS: ResolvedTimeouts = { connect: 10_000, firstByte: 300_000, idle: 300_000, eventIdle: 0, total: 300_000 };

/** The clocks that `timeout` sets. */
const SHORT_FORM = new Set<keyof ResolvedTimeouts>(['firstByte', 'idle', 'total']);

function pick(clock: keyof ResolvedTimeouts, { timeout, timeouts }: TimeoutSettings): number | undefined {
  return timeouts?.[clock] ?? (SHORT_FORM.has(clock) ? (timeouts?.timeout ?? timeout) : undefined);
}

/**
 * The clocks of a call: its own settings, then the client's, then the defaults.
 * @param unbounded Whether the call may rightly take long (streams, loads, downloads): then `total` is off by default.
 */
export function resolveTimeouts(call: TimeoutSettings, client: TimeoutSettings, unbounded: boolean): ResolvedTimeouts {
  const resolve = (clock: keyof ResolvedTimeouts): number =>
    pick(clock, call) ?? pick(clock, client) ?? (clock === 'total' && unbounded ? 0 : DEFAULTS[clock]);
  return {
    connect: resolve('connect'),
    firstByte: resolve('firstByte'),
    idle: resolve('idle'),
    eventIdle: resolve('eventIdle'),
    total: resolve('total'),
  };
}

/** The clocks of a client's calls: those of calls that set none are settled once. */
export class ClientTimeouts {
  readonly #settings: TimeoutSettings;
  readonly #bounded: ResolvedTimeouts;
  readonly #unbounded: ResolvedTimeouts;

  constructor(settings: TimeoutSettings) {
    this.#settings = settings;
    this.#bounded = resolveTimeouts({}, settings, false);
    this.#unbounded = resolveTimeouts({}, settings, true);
  }

  /** @param unbounded Whether the call may rightly take long. */
  of(options: CallOptions | undefined, unbounded: boolean): ResolvedTimeouts {
    if (options?.timeout === undefined && options?.timeouts === undefined) {
      return unbounded ? this.#unbounded : this.#bounded;
    }
    return resolveTimeouts(options, this.#settings, unbounded);
  }
}
