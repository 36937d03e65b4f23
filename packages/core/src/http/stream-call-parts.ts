import type { Clock } from '../clock/clock.js';
import type { EventObserver } from '../contract/streams.js';
import type { BodyDecoderFactory } from '../decode/body-decoder.js';
import type { BodyLimits } from '../decode/limits.js';
import type { CallScope } from '../signals/call-scope.js';
import { ConsumerTimer } from '../signals/consumer-timer.js';
import type { HttpCall } from './http-call.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';

/** The default `accept` header. It includes JSON because errors and some complete responses are sent as JSON. */
export const STREAM_TYPES = 'text/event-stream, application/json';

/** Returns the name of a call for messages. */
export function nameOf({ method, path }: HttpCall): string {
  return `${method} ${path}`;
}

/** The dependencies of a `StreamCall`. */
export interface StreamCallParts<T> {
  readonly call: HttpCall;
  readonly timeouts: ResolvedTimeouts;
  readonly createDecoder: BodyDecoderFactory<T>;
  readonly observer: EventObserver<T>;
  readonly clock: Clock;
  readonly limits: BodyLimits;
}

/** Creates the timer of the `consumer` timeout of a call, which ends its scope. */
export function consumerTimerOf(
  { call, timeouts, clock }: Pick<StreamCallParts<unknown>, 'call' | 'timeouts' | 'clock'>,
  scope: CallScope,
): ConsumerTimer {
  return new ConsumerTimer({
    clock,
    limitMs: timeouts.consumer,
    call: nameOf(call),
    fail: (error) => scope.fail(error),
  });
}
