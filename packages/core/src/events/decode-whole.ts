import type { StreamDecoder } from './decode-source.js';

/** The response of the event that ends a stream. */
type ResponseOf<Event> = Event extends { readonly type: 'finish'; readonly response: infer Response }
  ? Response
  : never;

/**
 * A whole answer by way of the decoder of its streams, so that both forms mean the same. `values` are what a stream would have
 * brought; mostly the body as the only one.
 */
export function decodeWhole<Wire, Event extends { readonly type: string }>(
  values: Iterable<Wire>,
  createDecoder: (emit: (event: Event) => void) => StreamDecoder<Wire>,
): ResponseOf<Event> {
  let last: Event | undefined;
  const decoder = createDecoder((event) => {
    last = event;
  });
  for (const value of values) decoder.push(value);
  decoder.end();
  if (last?.type !== 'finish') throw new TypeError('A decoder has to emit its finish event in end(), as the last one.');
  return (last as unknown as { readonly response: ResponseOf<Event> }).response;
}
