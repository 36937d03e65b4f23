import { describe, expect, test } from 'vitest';
import type { ChatRequest } from '../../contract/chat.js';
import type { Message } from '../../contract/message.js';
import { countTokens } from './count-tokens.js';
import { type Setup, exactOf, setup, prompt, chatAbout, chat } from '../../../test/support/counting-client.js';

const CIRCULAR: Record<string, unknown> = {};
CIRCULAR['self'] = CIRCULAR;

describe('a server that does not count', () => {
  test('estimates with a wide bound', async () => {
    const { client, methodsOf } = setup();
    const { inputTokens, bound = 0, ...rest } = await countTokens(client, { ...chat(100), maxOutputTokens: 50 });
    expect(rest).toEqual({
      exact: false,
      source: 'estimate',
      contextLength: 4096,
      remaining: 4096 - 50 - inputTokens,
    });
    expect(inputTokens).toBeGreaterThan(90);
    expect(bound).toBeGreaterThan(inputTokens * 0.4);
    expect(methodsOf()).toEqual(['describeModel']);
  });

  test('learns from the usage of chats, and is then within 5 %', async () => {
    const { client } = setup();
    await chatAbout(client);
    const count = await countTokens(client, chat(150));
    const exact = exactOf(chat(150));
    expect(count.source).toBe('learned');
    expect(Math.abs(count.inputTokens - exact)).toBeLessThan(exact * 0.05);
    expect(Math.abs(count.inputTokens - exact)).toBeLessThan(count.bound ?? 0);
    expect(count.bound).toBeLessThan(exact * 0.2);
  });

  test('learns from streams, also without their text', async () => {
    const { client } = setup();
    for (const words of [50, 100]) await client.chatStream(chat(words)).response();
    await client.chatStream(chat(200), { collect: false }).response();
    expect((await countTokens(client, chat(150))).bound).toBeLessThan(exactOf(chat(150)) * 0.2);
  });

  test('learns for each model, by its canonical name', async () => {
    const { client } = setup({ models: [{ id: 'm' }, { id: 'other' }] });
    await chatAbout(client);
    expect(await countTokens(client, { ...chat(5), model: 'M' })).toMatchObject({ source: 'learned' });
    expect(await countTokens(client, { ...chat(5), model: 'other' })).toMatchObject({ source: 'estimate' });
  });

  test('learns from the messages that were sent, although others were added later', async () => {
    const { client } = setup();
    const messages: Message[] = [{ role: 'user', content: prompt(40) }];
    for (let turn = 0; turn < 4; turn += 1) {
      const { message } = await client.chat({ messages });
      messages.push(message, { role: 'user', content: prompt(40) });
    }
    const { inputTokens } = await countTokens(client, { messages });
    expect(inputTokens / exactOf({ messages })).toBeCloseTo(1, 1);
  });

  test('does not learn from messages that were replaced meanwhile', async () => {
    const { client } = setup();
    const messages: Message[] = [{ role: 'user', content: prompt(40) }];
    await client.chat({ messages });
    messages[0] = { role: 'user', content: 'other' };
    expect(await countTokens(client, 'hi')).toMatchObject({ source: 'estimate' });
  });

  test.each<[what: string, request: ChatRequest, setup: Setup]>([
    ['images', { messages: [{ role: 'user', content: [{ type: 'image', image: 'data:image/png;base64,AA==' }] }] }, {}],
    ['a stored chat', { ...chat(20), previousResponseId: 'r' }, {}],
    ['tools of the server', { ...chat(20), integrations: [{ type: 'plugin', id: 'p' }] }, {}],
    ['a response without usage', chat(20), { usage: () => ({}) }],
    ['a count without the cached tokens', chat(400), { usage: () => ({ inputTokens: 12 }) }],
  ])('does not learn from %s', async (_, request, options) => {
    const { client } = setup(options);
    await client.chat(request);
    expect(await countTokens(client, chat(5))).toMatchObject({ source: 'estimate' });
  });

  test.each(['prompt_truncated', 'model_mismatch'])(
    'does not learn from a response with the warning %s',
    async (code) => {
      const { client } = setup({
        methods: {
          chat: async ({ model }, { route }) => ({
            model,
            route,
            text: '',
            message: { role: 'assistant', content: '' },
            toolCalls: [],
            toolResults: [],
            finishReason: { unified: 'stop', raw: undefined },
            usage: { inputTokens: 100 },
            warnings: [{ code, message: 'A warning.' }],
            raw: undefined,
          }),
        },
      });
      await client.chat(chat(90));
      expect(await countTokens(client, chat(5))).toMatchObject({ source: 'estimate' });
    },
  );

  test('counts tools and images, with wider bounds', async () => {
    const { client } = setup();
    await chatAbout(client);
    const plain = await countTokens(client, chat(50));
    const tools = [{ name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }];
    const withTools = await countTokens(client, { ...chat(50), tools });
    expect(withTools.inputTokens).toBeGreaterThan(plain.inputTokens + 30);
    expect(withTools.bound).toBeGreaterThan((plain.bound ?? 0) + 50);
    const image = { type: 'image', image: 'data:image/png;base64,AA==' } as const;
    const withImage = await countTokens(client, { messages: [{ role: 'user', content: [image] }] });
    expect(withImage.bound).toBeGreaterThan(1000);
  });

  test('does not learn from tools whose parameters JSON can no longer express', async () => {
    const { client } = setup();
    const tool: Record<string, unknown> = { name: 'f', parameters: { type: 'object' } };
    await client.chat({ ...chat(40), tools: [tool as never] });
    tool['parameters'] = CIRCULAR;
    expect(await countTokens(client, chat(5))).toMatchObject({ source: 'estimate' });
  });
});

describe('a chat whose messages the program made invalid meanwhile', () => {
  const MUTATIONS: readonly (readonly [what: string, mutate: (messages: unknown[]) => void])[] = [
    ['null', (messages) => (messages[1] = null)],
    ['undefined', (messages) => (messages[1] = undefined)],
    ['one without tool calls', (messages) => Object.assign(messages[1] as object, { toolCalls: null })],
    ['one whose reasoning is null', (messages) => Object.assign(messages[1] as object, { reasoning: null })],
    ['one whose content is a number', (messages) => Object.assign(messages[1] as object, { content: 5 })],
    [
      'one with a part without text',
      (messages) => Object.assign(messages[1] as object, { content: [{ type: 'text' }] }),
    ],
    ['one with a part that is null', (messages) => Object.assign(messages[1] as object, { content: [null] })],
  ];

  async function afterMutation(mutate: (messages: unknown[]) => void) {
    const made = setup();
    const messages: Message[] = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'user', content: prompt(40) },
    ];
    await made.client.chat({ messages });
    mutate(messages);
    return made;
  }

  test.each(MUTATIONS)('is ignored by countTokens: %s', async (_, mutate) => {
    const { client } = await afterMutation(mutate);
    expect(await countTokens(client, chat(5))).toMatchObject({ source: 'estimate', contextLength: 4096 });
    await chatAbout(client);
    expect(await countTokens(client, chat(5))).toMatchObject({ source: 'learned' });
  });

  test.each(MUTATIONS)('is ignored when the next chat is trimmed: %s', async (_, mutate) => {
    const { client } = await afterMutation(mutate);
    const messages: Message[] = Array.from({ length: 9 }, (_each, turn) => [
      { role: 'user' as const, content: prompt(900) },
      { role: 'assistant' as const, content: `${turn}` },
    ]).flat();
    const { warnings } = await client.chat({
      messages: [...messages, { role: 'user', content: 'x' }],
      contextOverflow: 'trim',
    });
    expect(warnings).toMatchObject([{ code: 'history_trimmed' }]);
  });
});

describe.each<[what: string, parameters: Record<string, unknown>, message: string]>([
  ['circular', CIRCULAR, 'The schema of tool "f" contains itself'],
  ['a bigint', { minimum: 1n }, 'cannot be serialized to JSON'],
])('tool parameters that are %s', (_, parameters, message) => {
  const request: ChatRequest = { ...chat(5), tools: [{ name: 'f', parameters }] };
  const error = { code: 'invalid_request', message: expect.stringContaining(message) as string };

  test('are rejected by countTokens', async () => {
    await expect(countTokens(setup().client, request)).rejects.toMatchObject(error);
  });

  test('are rejected by a chat that may be trimmed', async () => {
    await expect(setup().client.chat({ ...request, contextOverflow: 'trim' })).rejects.toMatchObject(error);
  });
});
