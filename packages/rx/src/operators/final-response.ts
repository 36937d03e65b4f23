import type { StreamEvent } from '@lmux/core';
import { throwIfEmpty, type OperatorFunction } from 'rxjs';
import { filterMap } from './filter-map.js';

/** The response in a stream's `finish` event: `ChatResponse` for `StreamEvent`. */
export type ResponseOf<Event> = Event extends { readonly type: 'finish'; readonly response: infer Response }
  ? Response
  : never;

/**
 * The whole reply, once, at the end. A source that completes without `finish` is rxjs's `EmptyError` (a client's stream
 * never does).
 */
export function finalResponse<Event extends { readonly type: string } = StreamEvent>(): OperatorFunction<
  Event,
  ResponseOf<Event>
> {
  // No `take(1)`: leaving at `finish` would close a connection that is about to be free for the next request.
  return (source) => source.pipe(filterMap(responseOf<Event>), throwIfEmpty());
}

function responseOf<Event extends { readonly type: string }>(event: Event): ResponseOf<Event> | undefined {
  return event.type === 'finish' ? (event as { readonly response?: ResponseOf<Event> }).response : undefined;
}
