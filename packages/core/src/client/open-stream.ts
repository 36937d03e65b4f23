import type { CallOptions } from '../contract/call-options.js';
import type { EventSourceLike } from '../provider/provider.js';
import { PushEventStream } from '../stream/push-event-stream.js';
import { toPushSource } from '../stream/to-push-source.js';
import type { ClientCore } from './client-core.js';

/**
 * A stream whose request is checked, planned and sent at the first pull: every error comes out of pulling, named after the
 * provider.
 */
export function openStream<Event extends { readonly type: string }, Response>(
  core: ClientCore,
  prepare: () => EventSourceLike<Event>,
  options: CallOptions,
): PushEventStream<Event, Response> {
  return new PushEventStream<Event, Response>(
    { subscribe: (observer) => toPushSource(prepare()).subscribe(observer) },
    // A caller without types may pass no object; that it is refused comes out of pulling.
    (error) => core.named(error, options?.signal),
  );
}
