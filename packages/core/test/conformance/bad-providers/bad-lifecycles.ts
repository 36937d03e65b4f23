import type { PushSource, StreamEvent } from '../../../src/provider/streams/index.js';
import { PullIterator } from '../../../src/stream/pull-iterator.js';
import { withEvents, withMethods, type BadProviders } from './bad-provider.js';

/** Reads the source to its end, even after it is canceled. */
function ignoringCancel(source: PushSource<StreamEvent>): PushSource<StreamEvent> {
  return {
    subscribe(observer) {
      let canceled = false;
      source.subscribe({
        next: (event) => canceled || observer.next(event),
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      });
      return { pause() {}, resume() {}, cancel: () => void (canceled = true) };
    },
  };
}

/** Mistakes in ending a call and releasing what it used. */
export const BAD_LIFECYCLES: BadProviders = {
  'keeps reading after it was canceled': {
    factory: withEvents(ignoringCancel),
    failingCase: 'chat.stream: breaking out of the loop closes the connection immediately',
    message: /was not closed immediately/,
  },
  'is a generator, which cannot be canceled while it waits': {
    factory: withMethods((good) => ({
      async *chatStream(request, call) {
        yield* new PullIterator(good.chatStream(request, call));
      },
    })),
    failingCase: 'chat.stream: breaking out of the loop closes the connection immediately',
    message: /was not closed immediately/,
  },
  'does not clear a timer': {
    factory: withMethods((good, { clock }) => ({
      chat(request, call) {
        clock.setTimeout(() => {}, 60_000);
        return good.chat(request, call);
      },
    })),
    failingCase: 'chat: releases its connection, timers and listeners',
    message: /1 timer\(s\) are still running/,
  },
  'does not remove a listener': {
    factory: withMethods((good) => ({
      chat(request, call) {
        call.options.signal?.addEventListener('abort', () => {});
        return good.chat(request, call);
      },
    })),
    failingCase: 'chat: releases its connection, timers and listeners',
    message: /1 listener\(s\)/,
  },
  'does not end its calls when the client closes': {
    factory: withMethods(() => ({ close() {} })),
    failingCase: 'chat: closing the client ends the call',
    message: /did not finish/,
  },
};
