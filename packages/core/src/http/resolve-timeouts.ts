import type { CallOptions, Timeouts } from '../contract/call-options.js';

/** The timeouts of a call in ms, all of them set. 0 disables a timeout. */
export interface ResolvedTimeouts {
  readonly queue: number;
  readonly connect: number;
  readonly firstByte: number;
  readonly idle: number;
  readonly eventIdle: number;
  readonly consumer: number;
  readonly total: number;
}

/** Timeout settings: the short form and the individual timeouts. */
export interface TimeoutSettings {
  readonly timeout?: number | undefined;
  readonly timeouts?: Timeouts | undefined;
}

const DEFAULTS: ResolvedTimeouts = {
  queue: 300_000,
  connect: 10_000,
  firstByte: 300_000,
  idle: 300_000,
  eventIdle: 0,
  consumer: 0,
  total: 300_000,
};

/** The timeouts that the short form `timeout` sets. */
const SHORT_FORM = new Set<keyof ResolvedTimeouts>(['queue', 'firstByte', 'idle', 'total']);

function pick(name: keyof ResolvedTimeouts, { timeout, timeouts }: TimeoutSettings): number | undefined {
  return timeouts?.[name] ?? (SHORT_FORM.has(name) ? (timeouts?.timeout ?? timeout) : undefined);
}

/**
 * Resolves the timeouts of a call. Its own settings take precedence over the client's, and those over the defaults.
 *
 * @param longRunning True for streams, loads and downloads. `total` is then off by default.
 */
export function resolveTimeouts(
  call: TimeoutSettings,
  client: TimeoutSettings,
  longRunning: boolean,
): ResolvedTimeouts {
  const resolve = (name: keyof ResolvedTimeouts): number =>
    pick(name, call) ?? pick(name, client) ?? (name === 'total' && longRunning ? 0 : DEFAULTS[name]);
  return {
    queue: resolve('queue'),
    connect: resolve('connect'),
    firstByte: resolve('firstByte'),
    idle: resolve('idle'),
    eventIdle: resolve('eventIdle'),
    consumer: resolve('consumer'),
    total: resolve('total'),
  };
}

/** Resolves the timeouts of a client's calls. For calls that set none, they are resolved only once. */
export class ClientTimeouts {
  readonly #settings: TimeoutSettings;
  readonly #short: ResolvedTimeouts;
  readonly #longRunning: ResolvedTimeouts;

  constructor(settings: TimeoutSettings) {
    this.#settings = settings;
    this.#short = resolveTimeouts({}, settings, false);
    this.#longRunning = resolveTimeouts({}, settings, true);
  }

  /**
   * Returns the timeouts of a call.
   *
   * @param longRunning True for streams, loads and downloads.
   */
  of(options: CallOptions | undefined, longRunning: boolean): ResolvedTimeouts {
    if (options?.timeout === undefined && options?.timeouts === undefined) {
      return longRunning ? this.#longRunning : this.#short;
    }
    return resolveTimeouts(options, this.#settings, longRunning);
  }
}
