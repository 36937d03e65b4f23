import type { EventObserver } from '../contract/streams.js';
import type { LmError } from '../errors/lm-error.js';
import type { Logger } from '../logging/logger.js';
import { ConsumerTimer, type ConsumerTimerOptions } from '../signals/consumer-timer.js';
import type { SourceSubscription } from '../stream/push-source.js';

/** Options of `superviseSubscription`. */
export interface SupervisionOptions extends Pick<ConsumerTimerOptions, 'clock' | 'limitMs' | 'call'> {
  readonly logger: Logger;
  readonly observer: EventObserver<never>;
}

/** Adds the `consumer` timeout, and the log entry for a dropped consumer, to a subscription of a source that has neither. */
export function superviseSubscription(
  subscription: SourceSubscription,
  { logger, observer, ...timer }: SupervisionOptions,
): SourceSubscription {
  const fail = (error: LmError): void => {
    subscription.cancel();
    observer.error(error);
  };
  return {
    pause: () => subscription.pause(),
    resume: () => subscription.resume(),
    cancel: () => subscription.cancel(),
    consumer: timer.limitMs > 0 ? new ConsumerTimer({ ...timer, fail }) : undefined,
    dropped: () => logger.warn('closing stream that was dropped without being closed', { call: timer.call }),
  };
}
