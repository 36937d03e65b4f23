import type { HttpServer } from '@lmux/test-support';
import type { JsonHttpClient } from '../../src/http/json-http-client.js';
import type { HttpCall } from '../../src/http/http-call.js';
import type { IncomingJson } from '../../src/contract/json.js';
import { listen, type Listener } from './listener.js';
import { BackoffRetryPolicy } from '../../src/http/retry-policy.js';
import { SseJsonDecoder } from '../../src/decode/sse-json-decoder.js';
import type { PushSource } from '../../src/stream/push-source.js';

/** A stream with multi-byte characters, both kinds of line ends, a comment, and an event with two data lines. */
export const BYTES = Buffer.from(
  'data: {"w":"naïve 🐚"}\r\n\r\n: ping\n\ndata: {"w":\ndata: "海"}\n\ndata: {"w":3}\r\n\r\ndata: [DONE]\n\n',
);

export const FIRST = 'data: {"w":1}\n\n';

export function source(client: JsonHttpClient, call: HttpCall): PushSource<IncomingJson> {
  return client.requestStream<IncomingJson>(call, (emit, context) => {
    const format = { sentinel: '[DONE]', event: emit, response: emit, isComplete: () => false };
    return new SseJsonDecoder(format, context);
  });
}

/** A policy of retries without a delay. */
export const AT_ONCE = { retryPolicy: new BackoffRetryPolicy({}, () => 0) };

export function seen({ requests }: HttpServer): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}

/** Reads the stream of a call to its end. */
export async function heardOf(client: JsonHttpClient, call: HttpCall): Promise<Listener> {
  const listener = listen(source(client, call));
  await listener.ended;
  return listener;
}
