import type { PartialResponse } from '../contract/chat.js';
import type { Warning } from '../contract/warning.js';
import { attachPartial } from '../errors/stream-error.js';
import { isLmError } from '../errors/guards.js';
import { pipeSource } from '../stream/pipe-source.js';
import type { PushSource } from '../stream/push-source.js';

interface AnyEvent {
  readonly type: string;
  readonly response?: { readonly warnings: readonly Warning[] };
}

/**
 * Adds warnings to a stream of events that do not come from its wire values, such as those of a `StreamResume`. Each
 * one is emitted as an event and added to the response or to `partial`. `open` is called for each subscription with a
 * function that takes the warnings.
 */
export function addWarnings<Event extends { readonly type: string }>(
  open: (warn: (warning: Warning) => void) => PushSource<Event>,
): PushSource<Event> {
  return {
    subscribe(observer) {
      const warnings: Warning[] = [];
      let started = false;
      const emit = (warning: Warning): void => observer.next({ type: 'warning', warning } as unknown as Event);
      const source = open((warning) => {
        warnings.push(warning);
        if (started) emit(warning);
      });
      const withWarnings = <T extends { readonly warnings?: readonly Warning[] | undefined }>(value: T): T => ({
        ...value,
        warnings: [...(value.warnings ?? []), ...warnings],
      });
      return pipeSource(source, () => ({
        next(event: Event) {
          const { response } = event as AnyEvent;
          if (response !== undefined && warnings.length > 0) {
            return observer.next({ ...event, response: withWarnings(response) });
          }
          observer.next(event);
          if (started) return;
          // `start` must be the first event.
          started = true;
          warnings.forEach(emit);
        },
        error(error) {
          const partial: PartialResponse | undefined = isLmError(error) ? error.partial : undefined;
          if (partial !== undefined && warnings.length > 0) attachPartial(error, withWarnings(partial));
          observer.error(error);
        },
      })).subscribe(observer);
    },
  };
}
