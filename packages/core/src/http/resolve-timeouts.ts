import type { Timeouts } from '../contract/call-options.js';

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
