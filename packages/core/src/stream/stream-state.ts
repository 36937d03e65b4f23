import type { EventObserver } from '../contract/streams.js';
import { LmError } from '../errors/lm-error.js';
import { StreamError } from '../errors/stream-error.js';
import { callBack, reportRejection } from '../logging/call-back.js';
import { reportCallbackError } from '../logging/report-callback-error.js';
import { endedSubscription, failingSource, type PushSource, type SourceSubscription } from './push-source.js';

/** The owner's part in the end of a stream. */
export interface StreamHooks<Response> {
  /** Maps an error of the source to the error that the consumer receives. */
  readonly toError?: (error: unknown) => unknown;
  /** Receives the response before the consumer does. */
  readonly onResponse?: (response: Response) => void;
}

/** The first use of a stream. */
type Consumer = 'none' | 'events' | 'response';

/** Why a stream cannot have a consumer, by its first use. */
const TAKEN = {
  events:
    'The stream already has a consumer, and a stream can have one. Only methods that return a promise of the result, such as response(), can be combined with it.',
  response:
    'The stream is already being read, because its result was requested before without a consumer, such as by response(). Attach the consumer first, or immediately after that without an await in between.',
};

/** The state of a stream, which all forms of consumption share. */
export class StreamState<Event extends { readonly type: string }, Response> {
  readonly #source: PushSource<Event>;
  readonly #hooks: StreamHooks<Response>;
  #consumer: Consumer = 'none';
  /** True if `response()` was called. The stream is then read to its end even if its consumer was dropped. */
  #isWanted = false;
  #subscription: SourceSubscription | undefined;
  #observer: EventObserver<Event> | undefined;
  #closed = false;
  #ended = false;
  #canceled = false;
  readonly #response: Promise<Response>;
  #resolveResponse: (response: Response) => void = () => {};
  #rejectResponse: (error: unknown) => void = () => {};

  constructor(source: PushSource<Event>, hooks: StreamHooks<Response>) {
    this.#source = source;
    this.#hooks = hooks;
    this.#response = new Promise((resolve, reject) => {
      this.#resolveResponse = resolve;
      this.#rejectResponse = reject;
    });
    // A consumer that iterates receives the error there. An unused response must not cause an unhandled rejection.
    this.#response.catch(() => {});
  }

  response(): Promise<Response> {
    // Not at once, so that a consumer that follows in the same tick receives every event.
    if (!this.#isWanted) queueMicrotask(() => this.#readAlone());
    this.#isWanted = true;
    return this.#response;
  }

  /** Reads the stream for its response, unless a consumer does. */
  #readAlone(): void {
    if (this.#consumer !== 'none' || this.#ended) return;
    this.#consumer = 'response';
    this.#run({ next() {}, error() {}, complete() {} });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const observer = this.#observer;
    this.#cancel();
    // Otherwise, a pending pull would wait forever.
    if (observer !== undefined) callBack('observer.complete', observer, () => observer.complete());
  }

  /**
   * Returns the source for the first consumer, with the callback for when it closes without a single pull. A second consumer gets a source
   * that fails.
   */
  claim(): { source: PushSource<Event>; onUnused?: () => void } {
    if (this.#consumer !== 'none') {
      return { source: failingSource(new LmError('invalid_request', TAKEN[this.#consumer])) };
    }
    this.#consumer = 'events';
    return { source: { subscribe: (observer) => this.#run(observer) }, onUnused: () => this.#cancel() };
  }

  #run(observer: EventObserver<Event>): SourceSubscription {
    if (this.#closed) {
      const error = new LmError('closed', 'The stream was closed before it was read. Create another stream.');
      callBack('observer.error', observer, () => observer.error(error));
      return endedSubscription;
    }
    this.#observer = observer;
    let subscription: SourceSubscription;
    try {
      subscription = this.#source.subscribe(this.#relay(observer));
    } catch (error) {
      this.#fail(observer, error);
      return endedSubscription;
    }
    // The consumer may have canceled or closed the stream on the first events, before there was a subscription to cancel.
    if (this.#canceled) subscription.cancel();
    if (this.#ended) return endedSubscription;
    this.#subscription = subscription;
    return {
      pause: () => subscription.pause(),
      resume: () => subscription.resume(),
      cancel: () => this.#cancel(),
      consumer: subscription.consumer,
      dropped: () => this.#isWanted || subscription.dropped?.(),
    };
  }

  /** Enforces the rules of a stream: `finish` is the last event, nothing follows an error, and a stream ends with one of the two. */
  #relay(observer: EventObserver<Event>): EventObserver<Event> {
    let finished = false;
    const complete = (): void => {
      if (finished) {
        return this.#end(undefined, () => callBack('observer.complete', observer, () => observer.complete()));
      }
      this.#fail(
        observer,
        new StreamError(
          'stream_truncated',
          'The stream ended without a finish event, so the response is incomplete. Retry the request.',
        ),
      );
    };
    return {
      next: (event) => {
        if (finished || this.#ended) return;
        if (event.type === 'finish') {
          finished = true;
          const response = (event as { readonly response?: unknown }).response as Response;
          this.#hooks.onResponse?.(response);
          this.#resolveResponse(response);
        }
        // An error of the application must not end the stream. Consumers that pull never throw here.
        try {
          const result: unknown = observer.next(event);
          // An async observer returns a promise, which may reject.
          if (result !== undefined) reportRejection('observer.next', observer, result);
        } catch (error) {
          reportCallbackError('observer.next', observer, error);
        }
      },
      // The response is complete, so a later failure does not matter.
      error: (error) => (finished ? complete() : this.#fail(observer, error)),
      complete,
    };
  }

  #fail(observer: EventObserver<Event>, error: unknown): void {
    if (this.#ended) return;
    const mapped = this.#hooks.toError?.(error) ?? error;
    this.#end(mapped, () => callBack('observer.error', observer, () => observer.error(mapped)));
  }

  #end(responseError: unknown, notify: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#subscription?.consumer?.dispose();
    this.#subscription = undefined;
    this.#observer = undefined;
    this.#rejectResponse(responseError);
    notify();
  }

  #cancel(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#canceled = true;
    this.#observer = undefined;
    this.#rejectResponse(new LmError('closed', 'The stream was canceled before the response was complete.'));
    const subscription = this.#subscription;
    this.#subscription = undefined;
    subscription?.consumer?.dispose();
    subscription?.cancel();
  }
}
