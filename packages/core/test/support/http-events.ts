import type { RawServer } from '@lmux/test-support';
import type { IncomingJson } from '../../src/contract/json.js';
import type { HttpCall } from '../../src/http/http-call.js';
import type { HttpClient } from '../../src/http/http-client.js';
import { SseJsonDecoder } from '../../src/decode/sse-json-decoder.js';
import type { PushSource } from '../../src/stream/push-source.js';
import { listen, type Listener } from './listener.js';
import type { OpenClient } from './open-client.js';

export const POST: HttpCall = { method: 'POST', path: '/chat', body: { stream: true } };

export const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

export const DONE = 'data: [DONE]\n\n';

/** Returns the parsed events of a response. It is complete at `[DONE]`, or after an event with `end`. */
export function source(client: HttpClient, call: HttpCall = POST): PushSource<IncomingJson> {
  return client.requestStream<IncomingJson>(call, (emit, context) => {
    let complete = false;
    return new SseJsonDecoder(
      {
        sentinel: '[DONE]',
        event(value: { end?: boolean }) {
          complete ||= value.end === true;
          emit(value);
        },
        response: (value) => emit({ whole: value }),
        isComplete: () => complete,
      },
      context,
    );
  });
}

/** Listens to a stream of a client to which the server responds with the bytes. */
export async function streamed(
  opened: OpenClient,
  server: RawServer,
  bytes: string,
  call: HttpCall = POST,
): Promise<OpenClient & { readonly listener: Listener }> {
  const listener = listen(source(opened.client, call));
  await server.respond(bytes);
  return { ...opened, listener };
}
