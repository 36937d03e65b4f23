import { createClient, FetchTransport, UndiciTransport, type CallOptions, type Transport } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { OpenAIApi, openai } from '@lmux/provider-openai';
import { closeAfterTest, type RawServer } from '@lmux/test-support';
import { openServer, type RawScript } from './open.js';

/** The changes of a request that a test makes. */
export interface RequestChanges {
  /** Number of choices. */
  readonly n?: number;
  readonly options?: CallOptions;
}

/** A client whose clock only the test advances. */
export interface CompleteClient {
  readonly server: RawServer;
  readonly clock: FakeClock;
  /** Reads a stream and resolves with its text. `onText` is called for each piece. */
  readonly read: (changes?: RequestChanges, onText?: (text: string) => void) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** One kind of stream over one transport. */
export interface CompleteSubject {
  readonly name: string;
  readonly open: (script: RawScript) => Promise<CompleteClient>;
}

type Read = CompleteClient['read'];

const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;
const PROMPT = { model: 'm', prompt: 'Hi' } as const;

async function collect<T>(stream: AsyncIterable<T>, textOf: (value: T) => string, onText?: (text: string) => void) {
  let all = '';
  for await (const value of stream) {
    const text = textOf(value);
    all += text;
    if (text !== '') onText?.(text);
  }
  return all;
}

function deltaOf(event: { readonly type: string; readonly text?: unknown }): string {
  return event.type === 'text-delta' ? String(event.text) : '';
}

/** Every kind of stream of the provider and its wire client. */
const KINDS: Readonly<Record<string, (api: OpenAIApi, client: ReturnType<typeof clientOf>) => Read>> = {
  chatStream:
    (_, client) =>
    ({ n, options } = {}, onText) =>
      collect(client.chatStream({ ...CHAT, ...(n !== undefined && { extra: { n } }) }, options), deltaOf, onText),
  completeStream:
    (_, client) =>
    ({ n, options } = {}, onText) =>
      collect(client.completeStream({ ...PROMPT, ...(n !== undefined && { extra: { n } }) }, options), deltaOf, onText),
  chatCompletionsStream:
    (api) =>
    ({ n, options } = {}, onText) =>
      collect(
        api.chatCompletionsStream({ ...CHAT, messages: [...CHAT.messages], n: n ?? null }, options),
        ({ choices }) => choices.map(({ delta }) => delta.content ?? '').join(''),
        onText,
      ),
  textCompletionsStream:
    (api) =>
    ({ n, options } = {}, onText) =>
      collect(
        api.textCompletionsStream({ ...PROMPT, n: n ?? null }, options),
        ({ choices }) => choices.map(({ text }) => text).join(''),
        onText,
      ),
};

const TRANSPORTS: Readonly<Record<string, (clock: FakeClock) => Transport>> = {
  UndiciTransport: (clock) => new UndiciTransport({ clock }),
  FetchTransport: () => new FetchTransport(),
};

function clientOf(baseUrl: string, clock: FakeClock, transport: Transport) {
  const config = { provider: 'openai', baseUrl, retry: false } as const;
  return closeAfterTest(createClient({ plugins: [openai], config, clock, transport }));
}

/** Every kind of stream over every transport. */
export const SUBJECTS: readonly CompleteSubject[] = Object.entries(KINDS).flatMap(([kind, readerOf]) =>
  Object.entries(TRANSPORTS).map(([wire, createTransport]) => ({
    name: `${kind} over ${wire}`,
    async open(script) {
      const server = await openServer(script);
      const clock = new FakeClock();
      const transport = closeAfterTest(createTransport(clock));
      const api = closeAfterTest(new OpenAIApi({ baseUrl: server.url, retry: false, clock, transport }));
      const client = clientOf(server.url, clock, transport);
      const close = async (): Promise<void> => void (await Promise.all([api.close(), client.close()]));
      return { server, clock, read: readerOf(api, client), close };
    },
  })),
);
