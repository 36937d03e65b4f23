import type { CallOptions } from '../contract/call-options.js';
import type { Capability } from '../contract/capability.js';
import { withoutOutput } from '../events/omit-output.js';
import { attachHttp } from '../http/http-slot.js';
import type { InsecureServer } from '../http/insecure-key.js';
import type { EventSourceLike } from '../provider/provider.js';
import { deferredSource } from '../stream/deferred-source.js';
import { PushEventStream } from '../stream/push-event-stream.js';
import type { PushSource } from '../stream/push-source.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { ClientCore } from './client-core.js';
import type { Prepared } from './client-parts.js';
import { sourceWhenReady, type MaybePending, type StartedRequest } from './pending-request.js';
import { superviseSubscription } from './supervise-subscription.js';

/** The steps of a stream. */
export interface StreamCall<Event, Response, Request> {
  readonly capability: Capability;
  readonly prepare: () => MaybePending<Request>;
  readonly open: (prepared: Prepared<Request>) => EventSourceLike<Event>;
  /** Receives the error of a request that was prepared. */
  readonly onError: (error: unknown, prepared: Prepared<Request>) => void;
  /** Receives the response before the consumer does. */
  readonly onResponse?: (prepared: Prepared<Request>, response: Response) => void;
}

/**
 * Returns a stream whose request is checked, planned and sent when the stream is first read. Every error is reported there, with the id of
 * the provider.
 */
export function openStream<Event extends { readonly type: string }, Response, Request>(
  core: ClientCore,
  options: CallOptions,
  { capability, prepare, open, onError, onResponse }: StreamCall<Event, Response, Request>,
): PushEventStream<Event, Response> {
  let warned: InsecureServer | undefined;
  let prepared: Prepared<Request> | undefined;
  const sourceOf = (ready: Prepared<Request>): PushSource<Event> => {
    prepared = ready;
    const source = open(ready);
    return 'subscribe' in source ? source : toPushSource(source);
  };
  const startSource = (): PushSource<Event> => {
    const { result, ...started } = core.start(prepare);
    ({ warned } = started);
    if (!('ready' in result)) return sourceOf(result);
    const openLater = (request: StartedRequest<Request>): PushSource<Event> => {
      warned = request.warned ?? warned;
      return sourceOf(request.prepared);
    };
    return deferredSource(sourceWhenReady(result, openLater));
  };
  return new PushEventStream<Event, Response>(
    {
      subscribe(observer) {
        const source = startSource();
        const receiver = options.collect === false ? withoutOutput(observer) : observer;
        const subscription = source.subscribe(receiver);
        // The sources of `HttpClient` have both themselves.
        if (subscription.dropped !== undefined) return subscription;
        const { clock, logger, config, matrix } = core.parts;
        const limitMs = options.timeouts?.consumer ?? config.timeouts?.consumer ?? 0;
        const call = `${capability} of ${matrix.provider}`;
        return superviseSubscription(subscription, { clock, logger, observer, limitMs, call });
      },
    },
    {
      toError(error) {
        // JavaScript callers may pass something else than an object. Reading then rejects it.
        const failure = core.named(error, options?.signal);
        // Otherwise, the consumer has received the warning.
        if (failure.partial === undefined) core.warnAgain(warned);
        if (prepared !== undefined) onError(failure, prepared);
        return failure;
      },
      onResponse(response) {
        if (prepared === undefined) return;
        onResponse?.(prepared, response);
        attachHttp(response, prepared.slot);
      },
    },
  );
}
