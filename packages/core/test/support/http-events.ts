import type { IncomingJson } from '../../src/contract/json.js';
import type { HttpCall } from '../../src/http/http-call.js';
import type { HttpClient } from '../../src/http/http-client.js';
import { SseJsonDecoder } from '../../src/decode/sse-json-decoder.js';
import type { PushSource } from '../../src/stream/push-source.js';
import { Recorder } from './recorder.js';

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

/** A recorder that tells when it has heard something. */
export class Listener extends Recorder<IncomingJson> {
  #onHeard: (() => void) | undefined;

  override next(value: IncomingJson): void {
    super.next(value);
    this.#onHeard?.();
  }

  async heardSoMany(count: number): Promise<void> {
    while (this.heard.length < count) await new Promise<void>((resolve) => (this.#onHeard = resolve));
  }

  /** The error that it ended with. */
  get failure(): unknown {
    return (this.heard.at(-1) as { error?: unknown }).error;
  }
}
