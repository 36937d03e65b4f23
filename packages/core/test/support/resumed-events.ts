import type { HttpServer } from '@lmux/test-support';
import type { JsonHttpClient } from '../../src/http/json-http-client.js';
import type { HttpCall } from '../../src/http/http-call.js';
import type { IncomingJson } from '../../src/contract/json.js';
import { BackoffRetryPolicy } from '../../src/http/retry-policy.js';
import { SseJsonDecoder } from '../../src/decode/sse-json-decoder.js';
import type { PushSource } from '../../src/stream/push-source.js';
import { Recorder } from './recorder.js';

/** Wide characters, both kinds of line ends, a comment, an event of two lines. */
export const BYTES = Buffer.from(
  'data: {"w":"naïve 🐚"}\r\n\r\n: ping\n\ndata: {"w":\ndata: "海"}\n\ndata: {"w":3}\r\n\r\ndata: [DONE]\n\n',
);

export const FIRST = 'data: {"w":1}\n\n';

export function source(client: JsonHttpClient, call: HttpCall): PushSource<IncomingJson> {
  return client.requestStream<IncomingJson>(call, (emit, context) => {
    const format = { sentinel: '[DONE]', event: emit, whole: emit, complete: () => false };
    return new SseJsonDecoder(format, context);
  });
}

export class Listener extends Recorder<IncomingJson> {
  #onHeard: (() => void) | undefined;

  override next(value: IncomingJson): void {
    super.next(value);
    this.#onHeard?.();
  }

  async heardOne(): Promise<void> {
    while (this.heard.length === 0) await new Promise<void>((resolve) => (this.#onHeard = resolve));
  }

  get failure(): unknown {
    return (this.heard.at(-1) as { error?: unknown }).error;
  }
}

/** Retries that need no time. */
export const AT_ONCE = { retryPolicy: new BackoffRetryPolicy({}, () => 0) };

export function seen({ requests }: HttpServer): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}
