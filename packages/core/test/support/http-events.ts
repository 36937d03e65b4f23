import type { IncomingJson } from '../../src/contract/json.js';
import type { HttpCall } from '../../src/http/http-call.js';
import type { HttpClient } from '../../src/http/http-client.js';
import { SseJsonDecoder } from '../../src/decode/sse-json-decoder.js';
import type { PushSource } from '../../src/stream/push-source.js';

export const POST: HttpCall = { method: 'POST', path: '/chat', body: { stream: true } };

export const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

export const DONE = 'data: [DONE]\n\n';

/** The events of a response, as parsed; complete at `[DONE]`, or once one has `end`. */
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
        whole: (value) => emit({ whole: value }),
        complete: () => complete,
      },
      context,
    );
  });
}
