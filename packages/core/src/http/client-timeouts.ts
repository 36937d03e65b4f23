import type { CallOptions } from '../contract/call-options.js';
import { resolveTimeouts, type ResolvedTimeouts, type TimeoutSettings } from './resolve-timeouts.js';

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
