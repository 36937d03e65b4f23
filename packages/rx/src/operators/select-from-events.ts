import type { CompletionStreamEvent, StreamEvent, ToolCall } from '@lmux/core';
import { filter, map, throwIfEmpty, type OperatorFunction } from 'rxjs';

/** Selects from each value; `undefined` leaves the value out. */
function filterMap<T, U>(select: (value: T) => U | undefined): OperatorFunction<T, U> {
  return (source) =>
    source.pipe(
      map(select),
      filter((value): value is U => value !== undefined),
    );
}

/** The pieces of the reply's text, as they come. */
export function textDeltas(): OperatorFunction<StreamEvent | CompletionStreamEvent, string> {
  return filterMap((event) => (event.type === 'text-delta' ? event.text : undefined));
}

/** The pieces of the model's reasoning, as they come. */
export function reasoningDeltas(): OperatorFunction<StreamEvent | CompletionStreamEvent, string> {
  return filterMap((event) => (event.type === 'reasoning-delta' ? event.text : undefined));
}

/** The tools that the model wants the caller to run, each as soon as its arguments are whole. */
export function toolCalls(): OperatorFunction<StreamEvent | CompletionStreamEvent, ToolCall> {
  return filterMap((event) => (event.type === 'tool-call-end' ? event.toolCall : undefined));
}

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
