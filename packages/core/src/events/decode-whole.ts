import type { StreamDecoder } from './decode-source.js';

/** The response of a stream's finish event. */
type ResponseOf<Event> = Event extends { readonly type: 'finish'; readonly response: infer Response }
  ? Response
  : never;

/**
 * Decodes a response that is not streamed with the decoder of its streams, so that both have the same result. `values`
 * are the wire values that a stream would contain. Usually the body is the only one.
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
  if (last?.type !== 'finish') throw new TypeError('A decoder must emit its finish event in end(), as the last event.');
  return (last as unknown as { readonly response: ResponseOf<Event> }).response;
}
