import { describe, expect, test } from 'vitest';
import { createClient } from '../client/create-client.js';
import type { ChatResponse } from '../contract/chat.js';
import type { CompletionResponse } from '../contract/completion.js';
import type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
import type { LmClient } from '../contract/lm-client.js';
import { LmError } from '../errors/lm-error.js';
import type { Provider } from '../provider/provider.js';
import { grammarFaults } from './conformance/checks/event-grammar.js';
import { fakeProvider } from './fake-provider.js';

const config = { provider: 'fake', model: 'fake-model' } as const;
const hello = { messages: [{ role: 'user', content: 'Hello there' }] } as const;
const prompt = { prompt: 'Hello there' } as const;

const CALL = { id: 'x', name: 'add', arguments: '{"a":2}', input: { a: 2 } };
const CHAT: ChatResponse = {
  id: 'from-the-method',
  model: 'served',
  route: 'fake',
  text: 'Scripted text',
  message: { role: 'assistant', content: 'Scripted text', toolCalls: [CALL] },
  reasoning: 'Hm.',
  toolCalls: [CALL],
  toolResults: [],
  finishReason: { unified: 'tool-calls', raw: 'x' },
  timing: { tokensPerSecond: 3 },
  warnings: [],
  raw: { a: 1 },
};
const COMPLETION: CompletionResponse = {
  model: 'served',
  route: 'fake',
  text: 'Scripted text',
  finishReason: { unified: 'length', raw: 'length' },
  warnings: [],
  raw: undefined,
};

async function* chatEvents(): AsyncGenerator<StreamEvent> {
  yield { type: 'start', model: 'served', route: 'fake' };
  yield { type: 'finish', response: CHAT };
}

async function* completionEvents(): AsyncGenerator<CompletionStreamEvent> {
  yield { type: 'start', model: 'served', route: 'fake' };
  yield { type: 'finish', response: COMPLETION };
}

function clientOf(methods: Provider): LmClient {
  return createClient({ plugins: [fakeProvider({ methods })], config });
}

async function collect<Event>(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

test('replacing chat determines chatStream', async () => {
  const client = clientOf({ chat: async () => CHAT });
  const events = await collect(client.chatStream(hello));
  expect(grammarFaults(events)).toEqual([]);
  expect(events[0]).toEqual({ type: 'start', model: 'served', route: 'fake' });
  expect(events.flatMap((event) => ('text' in event ? [event.text] : []))).toEqual(['Hm.', 'Scripted', ' text']);
  expect(events.at(-1)).toEqual({ type: 'finish', response: CHAT });
});

test.each<[string, Provider]>([
  ['an iterable', { chatStream: chatEvents }],
  [
    'a push source',
    {
      chatStream: () => ({
        subscribe(observer) {
          queueMicrotask(() => {
            observer.next({ type: 'start', model: 'served', route: 'fake' });
            observer.next({ type: 'finish', response: CHAT });
            observer.complete();
          });
          return { pause() {}, resume() {}, cancel() {} };
        },
      }),
    },
  ],
])('replacing chatStream by %s determines chat', async (_name, methods) => {
  expect(await clientOf(methods).chat(hello)).toEqual(CHAT);
});

test('replacing one form of completions determines the other', async () => {
  const events = await collect(clientOf({ complete: async () => COMPLETION }).completeStream(prompt));
  expect(events.at(-1)).toEqual({ type: 'finish', response: COMPLETION });
  expect(events.flatMap((event) => ('text' in event ? [event.text] : []))).toEqual(['Scripted', ' text']);
  expect(await clientOf({ completeStream: completionEvents }).complete(prompt)).toEqual(COMPLETION);
});

test('both forms can be replaced', async () => {
  const client = clientOf({ chat: async () => ({ ...CHAT, text: 'whole' }), chatStream: chatEvents });
  expect((await client.chat(hello)).text).toBe('whole');
  expect((await client.chatStream(hello).response()).text).toBe(CHAT.text);
});

test('methods of a class keep their instance and replace the other form too', async () => {
  class Scripted implements Provider {
    readonly #text = 'from a class';
    chat(): Promise<ChatResponse> {
      return Promise.resolve({ ...CHAT, text: this.#text });
    }
  }
  const client = clientOf(new Scripted());
  expect((await client.chat(hello)).text).toBe('from a class');
  expect((await client.chatStream(hello).response()).text).toBe('from a class');
});

describe('a derived form', () => {
  test('fails with the error of the method', async () => {
    const busy = (): Promise<never> => Promise.reject(new LmError('overloaded', 'Busy.'));
    const client = clientOf({ chat: busy, complete: busy });
    await expect(client.chatStream(hello).response()).rejects.toMatchObject({ code: 'overloaded' });
    await expect(client.completeStream(prompt).response()).rejects.toMatchObject({ code: 'overloaded' });
  });

  test('fails if the stream has no finish event', async () => {
    const client = clientOf({
      async *chatStream() {
        yield { type: 'start', model: 'served', route: 'fake' };
      },
    });
    await expect(client.chat(hello)).rejects.toMatchObject({ code: 'stream_truncated' });
  });

  test.each<[string, Provider]>([
    ['chat', { chatStream: () => ({ subscribe: () => ({ pause() {}, resume() {}, cancel() {} }) }) }],
    ['chatStream', { chat: () => new Promise(() => {}) }],
  ])('of %s ends when the signal is aborted', async (method, methods) => {
    const client = clientOf(methods);
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const call = method === 'chat' ? client.chat(hello, options) : client.chatStream(hello, options).response();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'aborted' });
  });
});

test.each(['chat', 'chatStream'] as const)('replies and a replaced %s are refused together', (method) => {
  const methods: Provider = method === 'chat' ? { chat: async () => CHAT } : { chatStream: chatEvents };
  expect(() => fakeProvider({ replies: ['x'], methods })).toThrow(/"replies" cannot be combined/);
});
