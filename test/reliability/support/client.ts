import {
  BackoffRetryPolicy,
  createClient,
  isLmError,
  type BodySink,
  type CallOptions,
  type ChatStream,
  type ClientConfig,
  type LmClient,
  type LmError,
  type StreamEvent,
  type Transport,
  type TransportRequest,
  type TransportResponse,
} from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { rejectionOf } from '@lmux/test-support';
import { afterAll, afterEach, expect } from 'vitest';
import type { Subject } from './subjects.ts';
import { CANARY_PROMPT, CANARY_TOKEN, leaks, witnessError, witnessLine } from './witness.ts';

/** A client of a test, with its clock. */
export interface Opened {
  readonly client: LmClient;
  readonly clock: FakeClock;
  /** Sends a chat on the subject's route and resolves with the text of the response. */
  readonly chat: (options?: CallOptions) => Promise<string>;
  readonly stream: (options?: CallOptions) => ChatStream;
  /** Resolves when `count` more bytes of response bodies have been read. */
  readonly bytes: (count: number) => Promise<void>;
  /** Requests in the order in which they were sent. */
  readonly sent: readonly TransportRequest[];
  /** Log messages with their fields. */
  readonly logged: (readonly [message: string, fields: unknown])[];
}

/** A transport that counts the bytes of response bodies. Comments of a stream are not visible otherwise. */
class CountingTransport implements Transport {
  /** Requests in the order in which they were sent. */
  readonly sent: TransportRequest[] = [];
  readonly #inner: Transport;
  #read = 0;
  #waiting: { readonly until: number; readonly resolve: () => void }[] = [];

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  /** Resolves when `count` more bytes have been read. */
  bytes(count: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ until: this.#read + count, resolve }));
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    this.sent.push(request);
    const response = await this.#inner.send(request);
    const { body } = response;
    const start = (sink: BodySink): void =>
      body.start({
        data: (bytes) => {
          sink.data(bytes);
          this.#count(bytes.length);
        },
        end: () => sink.end(),
        error: (error) => sink.error(error),
      });
    const counted = { start, pause: () => body.pause(), resume: () => body.resume(), cancel: () => body.cancel() };
    return { ...response, body: counted };
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #count(length: number): void {
    this.#read += length;
    for (const { until, resolve } of this.#waiting) if (until <= this.#read) resolve();
    this.#waiting = this.#waiting.filter(({ until }) => until > this.#read);
  }
}

/** Messages of every call. Their text must never appear outside the request. */
export const MESSAGES = [{ role: 'user', content: CANARY_PROMPT }] as const;

const opened: { client: LmClient; clock: FakeClock; close: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const { client, clock, close } of opened.splice(0)) {
    await client.close();
    await close();
    // The 200 ms that the connection of a complete stream has to end by itself.
    clock.advance(200);
    if (clock.timers !== 0) throw new Error(`${clock.timers} timers were not cleared.`);
  }
});

afterAll(() => {
  const seen = leaks();
  if (seen.length > 0) throw new Error(`The token or the prompt leaked: ${seen[0]}`);
});

/** Creates a client of a server. It is closed after the test, which fails if a timer remains. */
export function open(subject: Subject, baseUrl: string, config: Partial<ClientConfig> = {}): Opened {
  const clock = new FakeClock();
  const transport = new CountingTransport(subject.create(clock));
  const logged: Opened['logged'] = [];
  const log = (message: string, fields?: unknown): void => {
    logged.push([message, fields]);
    witnessLine(message, fields);
  };
  const client = createClient({
    plugins: [subject.plugin],
    config: { baseUrl, model: 'm', apiToken: CANARY_TOKEN, ...config, provider: subject.provider },
    transport,
    clock,
    // Half of the maximum delay: 250, 500, 1000 ms.
    retryPolicy: new BackoffRetryPolicy(config.retry, () => 0.5),
    logger: { debug: log, info: log, warn: log, error: log },
  });
  opened.push({ client, clock, close: () => transport.close() });
  const { route } = subject;
  return {
    client,
    clock,
    chat: async (options) => (await client.chat({ messages: MESSAGES }, { route, ...options })).text,
    logged,
    sent: transport.sent,
    bytes: (count) => transport.bytes(count),
    stream: (options) => client.chatStream({ messages: MESSAGES }, { route, ...options }),
  };
}

/** Returns the error with which a promise rejects, which must be an `LmError`, and records it for the leak check. */
export async function rejection(promise: Promise<unknown>): Promise<LmError & Readonly<Record<string, unknown>>> {
  const error = await rejectionOf<LmError & Readonly<Record<string, unknown>>>(promise);
  witnessError(error);
  expect(isLmError(error), `must be an LmError; received ${String(error)}`).toBe(true);
  return error;
}

/** The events of a stream, and the error that ended it, if any. */
export interface Heard {
  readonly events: StreamEvent[];
  readonly text: string;
  readonly error: (LmError & Readonly<Record<string, unknown>>) | undefined;
}

/** Reads a stream to its end, and checks that nothing follows it. */
export async function hear(stream: ChatStream, onEvent?: (event: StreamEvent) => unknown): Promise<Heard> {
  const events: StreamEvent[] = [];
  const iterator = stream[Symbol.asyncIterator]();
  let error: Heard['error'];
  try {
    for (;;) {
      const result = await iterator.next();
      if (result.done === true) break;
      events.push(result.value);
      await onEvent?.(result.value);
    }
  } catch (caught) {
    error = await rejection(Promise.reject(caught));
  }
  expect(await iterator.next(), 'result after the end').toEqual({ done: true, value: undefined });
  const finishes = events.filter(({ type }) => type === 'finish').length;
  expect(finishes, 'number of finish events').toBe(error === undefined ? 1 : 0);
  if (error === undefined) expect(events.at(-1)?.type).toBe('finish');
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  return { events, text, error };
}

/** Reads a stream up to its first text delta and returns its iterator. */
export async function firstText(stream: ChatStream): Promise<AsyncIterator<StreamEvent>> {
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const result = await iterator.next();
    if (result.done === true) throw new Error('The stream ended before its first text.');
    if (result.value.type === 'text-delta') return iterator;
  }
}

/** Reads an iterator to its end. */
export async function drain(iterator: AsyncIterator<StreamEvent>): Promise<void> {
  for (;;) {
    const { done } = await iterator.next();
    if (done === true) return;
  }
}
