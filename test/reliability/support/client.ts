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

/** A client of a test, with the time that it lives by. */
export interface Opened {
  readonly client: LmClient;
  readonly clock: FakeClock;
  /** A chat by the subject's route; what it gives is the reply's text. */
  readonly chat: (options?: CallOptions) => Promise<string>;
  readonly stream: (options?: CallOptions) => ChatStream;
  /** Resolves when so many more bytes of bodies have been read. */
  readonly bytes: (count: number) => Promise<void>;
  /** The requests in the order in which they were sent. */
  readonly sent: readonly TransportRequest[];
  /** What was logged: messages and their fields. */
  readonly logged: (readonly [message: string, fields: unknown])[];
}

/** A transport that tells how many bytes of bodies have been read: nobody else hears of comments. */
class CountingTransport implements Transport {
  /** The requests in the order in which they were sent. */
  readonly sent: TransportRequest[] = [];
  readonly #inner: Transport;
  #read = 0;
  #waiting: { readonly until: number; readonly resolve: () => void }[] = [];

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  /** Resolves when so many more bytes have been read. */
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

/** The question of every call: it must never be seen outside the request. */
export const MESSAGES = [{ role: 'user', content: CANARY_PROMPT }] as const;

const opened: { client: LmClient; clock: FakeClock; close: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const { client, clock, close } of opened.splice(0)) {
    await client.close();
    await close();
    // The moment that a complete stream's connection gets to end by itself.
    clock.advance(200);
    if (clock.timers !== 0) throw new Error(`${clock.timers} timers were left behind`);
  }
});

afterAll(() => {
  const seen = leaks();
  if (seen.length > 0) throw new Error(`the token or the prompt was seen: ${seen[0]}`);
});

/** A client of a server; it is closed after the test, and no timer may be left then. */
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
    // Half of the longest wait: 250, 500, 1000 ms.
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

/** What a promise rejects with: an error of ours, kept for the witness. */
export async function rejection(promise: Promise<unknown>): Promise<LmError & Readonly<Record<string, unknown>>> {
  const error = await rejectionOf<LmError & Readonly<Record<string, unknown>>>(promise);
  witnessError(error);
  expect(isLmError(error), `an LmError, not ${String(error)}`).toBe(true);
  return error;
}

/** A stream as it was heard: its events, and the error that ended it, if one did. */
export interface Heard {
  readonly events: StreamEvent[];
  readonly text: string;
  readonly error: (LmError & Readonly<Record<string, unknown>>) | undefined;
}

/** Reads a stream to its end, and holds that nothing follows it. */
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
  expect(await iterator.next(), 'nothing follows the end').toEqual({ done: true, value: undefined });
  const finishes = events.filter(({ type }) => type === 'finish').length;
  expect(finishes, 'finish comes once, or an error').toBe(error === undefined ? 1 : 0);
  if (error === undefined) expect(events.at(-1)?.type).toBe('finish');
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  return { events, text, error };
}

/** Pulls a stream until a piece of text has come. */
export async function firstText(stream: ChatStream): Promise<AsyncIterator<StreamEvent>> {
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const result = await iterator.next();
    if (result.done === true) throw new Error('the stream ended before its first text');
    if (result.value.type === 'text-delta') return iterator;
  }
}

/** Pulls an iterator to its end. */
export async function drain(iterator: AsyncIterator<StreamEvent>): Promise<void> {
  for (;;) {
    const { done } = await iterator.next();
    if (done === true) return;
  }
}
