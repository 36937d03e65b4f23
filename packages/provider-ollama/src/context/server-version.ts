import { LmError, type CallOptions, type ProviderContext } from '@lmux/core/provider';
import { optionalResult } from '@lmux/core/provider/json';
import { withLinkedSignal } from '@lmux/core/provider/streams';
import { version } from '../models/endpoint.js';
import type { NativeApi } from '../server/native-api.js';
import { MAX_CHECK_MS } from './check-time.js';

/** The parts of a version: `0.12.6-rc0` is treated like the release that it precedes. */
const VERSION = /^v?(\d+)\.(\d+)\.(\d+)/;

/** Returns true if a version is lower than another one. A version that is not known is not, nor is `0.0.0`, which a build from source reports. */
export function isOlder(reported: string | undefined, than: readonly [number, number, number]): boolean {
  const parts = VERSION.exec(reported ?? '')
    ?.slice(1)
    .map(Number);
  if (parts === undefined || parts.every((part) => part === 0)) return false;
  const differing = parts.findIndex((part, index) => part !== than[index]);
  return differing >= 0 && (parts[differing] ?? 0) < (than[differing] ?? 0);
}

function abortedError({ reason }: AbortSignal): LmError {
  return new LmError('aborted', 'The caller aborted the call. The reason is in "cause".', { cause: reason });
}

/** How long a call waits for the version. */
export interface VersionWait {
  readonly signal: AbortSignal | undefined;
  readonly headers: CallOptions['headers'];
  readonly waitMs: number;
}

/**
 * The version of the server of a client. It is requested once, when a call first needs it. Calls at the same time share the request, so none of
 * them can abort it. A failure is remembered too, because a server or proxy without the endpoint would delay every call.
 */
export class ServerVersion {
  readonly #api: NativeApi;
  readonly #clock: ProviderContext['clock'];
  #requested: Promise<string | undefined> | undefined;

  constructor(api: NativeApi, clock: ProviderContext['clock']) {
    this.#api = api;
    this.#clock = clock;
  }

  /** Returns the version, or `undefined` if it is not known within the time. Rejects only if the call is aborted or the client is closed. */
  async get({ signal, headers, waitMs }: VersionWait): Promise<string | undefined> {
    if (waitMs === 0) return undefined;
    this.#requested ??= this.#request(headers);
    const requested = this.#requested;
    return withLinkedSignal([signal], (linked) => this.#wait(requested, linked, waitMs));
  }

  /** Waits for the version until the time is over. Only this call stops waiting then. */
  #wait(requested: Promise<string | undefined>, signal: AbortSignal, waitMs: number): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const timer = this.#clock.setTimeout(() => resolve(undefined), waitMs);
      const settle =
        <Value>(done: (value: Value) => void) =>
        (value: Value): void => {
          this.#clock.clearTimeout(timer);
          done(value);
        };
      requested.then(settle(resolve), settle(reject));
      const abort = (): void => settle(reject)(abortedError(signal));
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
  }

  async #request(headers: CallOptions['headers']): Promise<string | undefined> {
    const options: CallOptions = {
      headers,
      timeout: MAX_CHECK_MS,
      timeouts: { connect: MAX_CHECK_MS },
      retry: false,
    };
    // Other calls must not make it fail by filling the queue.
    const found = await optionalResult(version(this.#api, options, { exemptFromConcurrency: true }));
    return found?.version;
  }
}
