import { collect } from '@lmux/test-support';
import type { PushEventStream } from '../../src/stream/push-event-stream.js';
import { ALL, type Event } from './played-stream.js';
import { Recorder } from './recorder.js';

type StreamConsumer = readonly [
  name: string,
  consume: (stream: PushEventStream<Event, string>) => Promise<unknown>,
  received: unknown,
];

/** Subscribes to a stream. Returns its events, or rejects with its error. */
async function subscribed(stream: PushEventStream<Event, string>): Promise<unknown[]> {
  const recorder = new Recorder<Event>();
  stream.subscribe(recorder);
  await recorder.ended;
  const last = recorder.heard.at(-1);
  if (last !== 'complete') throw (last as { error: unknown }).error;
  return recorder.heard.slice(0, -1);
}

/** Each consumer of a stream, and what it receives from `ALL`. */
export const STREAM_CONSUMERS: readonly StreamConsumer[] = [
  ['iteration', collect, ALL],
  ['text()', (stream) => collect(stream.text()), ['Hello', ' you']],
  ['toReadableStream()', (stream) => collect(stream.toReadableStream()), ALL],
  ['subscribe()', subscribed, ALL],
];
