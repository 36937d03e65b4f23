import type { StreamEvent } from '../../src/contract/stream-event.js';
import { PushEventStream } from '../../src/stream/push-event-stream.js';
import { FakeSource } from './fake-source.js';

export const START: StreamEvent = { type: 'start', model: 'm', route: 'only' };

export const text = (piece: string): StreamEvent => ({ type: 'text-delta', text: piece });

export const FINISH: StreamEvent = {
  type: 'finish',
  response: {
    model: 'm',
    route: 'only',
    text: 'Grüße 🌍\n\ndata: x',
    message: { role: 'assistant', content: 'Grüße 🌍\n\ndata: x' },
    toolCalls: [],
    toolResults: [],
    finishReason: { unified: 'stop', raw: 'stop' },
    warnings: [],
    raw: { done: true },
  },
};

/** A stream with text of several bytes per character, and with text that looks like the format itself. */
export const EVENTS: readonly StreamEvent[] = [
  START,
  { type: 'text-start' },
  text('Grüße 🌍'),
  text('\n\ndata: x'),
  { type: 'text-end' },
  FINISH,
];

/** A stream whose events the test pushes. */
export function webStream(onSubscribe?: (source: FakeSource<StreamEvent>) => void) {
  const source = new FakeSource<StreamEvent>(onSubscribe);
  return { source, stream: new PushEventStream<StreamEvent, unknown>(source) };
}

/** A stream that ends immediately with these events. */
export function playedStream(events: readonly StreamEvent[] = EVENTS) {
  return webStream((source) => {
    source.next(...events);
    source.complete();
  }).stream;
}

/** Reads one chunk as text. */
export async function readText(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | undefined> {
  const { done, value } = await reader.read();
  return done ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(value);
}
