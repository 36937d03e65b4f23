import type { Clock } from '../clock/clock.js';
import type { EventObserver } from '../contract/streams.js';
import type { BodyDecoderFactory } from '../decode/body-decoder.js';
import type { BodyLimits } from '../decode/limits.js';
import type { HttpCall } from './http-call.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';

/** The dependencies of a `StreamCall`. */
export interface StreamCallParts<T> {
  readonly call: HttpCall;
  readonly timeouts: ResolvedTimeouts;
  readonly createDecoder: BodyDecoderFactory<T>;
  readonly observer: EventObserver<T>;
  readonly clock: Clock;
  readonly limits: BodyLimits;
}
