import type { StreamEvent, ToolCall } from '@lmux/core';
import type { ClientEvent } from './client-event.js';
import { filter, map, throwIfEmpty, type OperatorFunction } from 'rxjs';

/** Maps each value with `select` and drops the results that are `undefined`. */
function filterMap<T, U>(select: (value: T) => U | undefined): OperatorFunction<T, U> {
  return (source) =>
    source.pipe(
      map(select),
      filter((value): value is U => value !== undefined),
    );
}

/** Selects the text deltas of the response as they arrive. */
export function textDeltas(): OperatorFunction<ClientEvent, string> {
  return filterMap((event) => (event.type === 'text-delta' ? event.text : undefined));
}

/** Selects the reasoning deltas of the model as they arrive. */
export function reasoningDeltas(): OperatorFunction<ClientEvent, string> {
  return filterMap((event) => (event.type === 'reasoning-delta' ? event.text : undefined));
}

/** Selects the refusal deltas of the model as they arrive. A refusal is not part of the text. */
export function refusalDeltas(): OperatorFunction<ClientEvent, string> {
  return filterMap((event) => (event.type === 'refusal-delta' ? event.text : undefined));
}

/** Selects the tool calls that the caller or `runTools` has to run, each as soon as its arguments are complete. */
export function toolCalls(): OperatorFunction<ClientEvent, ToolCall> {
  return filterMap((event) => (event.type === 'tool-call-end' ? event.toolCall : undefined));
}

/** The type of the response in a stream's `finish` event: `ChatResponse` for `StreamEvent`. */
export type ResponseOf<Event> = Event extends { readonly type: 'finish'; readonly response: infer Response }
  ? Response
  : never;

/**
 * Emits the complete response once, at the end. Fails with RxJS's `EmptyError` if the source completes without `finish`, which a client's
 * stream never does.
 */
export function finalResponse<Event extends { readonly type: string } = StreamEvent>(): OperatorFunction<
  Event,
  ResponseOf<Event>
> {
  // No `take(1)`: unsubscribing on `finish` would close a connection that the next request can reuse a moment later.
  return (source) => source.pipe(filterMap(responseOf<Event>), throwIfEmpty());
}

function responseOf<Event extends { readonly type: string }>(event: Event): ResponseOf<Event> | undefined {
  return event.type === 'finish' ? (event as { readonly response?: ResponseOf<Event> }).response : undefined;
}
