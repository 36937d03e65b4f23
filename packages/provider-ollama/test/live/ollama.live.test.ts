// Runs against the Ollama server that LM_PROVIDER=ollama, LM_BASE_URL, LM_MODEL and LM_EMBED_MODEL specify. Its model may be tiny and slow, so
// prompts are short and every response has a limit.
import { createClient, type ClientConfig } from '@lmux/core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { OllamaApi, ollama } from '../../src/index.js';

const { LM_PROVIDER, LM_BASE_URL, LM_MODEL = '', LM_EMBED_MODEL = '' } = process.env;
const why =
  LM_PROVIDER === 'ollama' ? (LM_MODEL === '' ? 'LM_MODEL is unset' : undefined) : 'LM_PROVIDER is not "ollama"';

const FEW = { temperature: 0, seed: 1, maxOutputTokens: 4 } as const;
const HELLO = { messages: [{ role: 'user', content: 'Hi' }] } as const;

function clientOf(more: Pick<ClientConfig, 'modelCapabilities'> = {}) {
  const models = { model: LM_MODEL, embedModel: LM_EMBED_MODEL };
  const config = { provider: 'ollama', baseUrl: LM_BASE_URL, ...models, ...more } as const;
  const client = createClient({ plugins: [ollama], config: { emulate: 'never', ...config } });
  onTestFinished(() => client.close());
  return client;
}

function apiOf(): OllamaApi {
  const api = new OllamaApi({ baseUrl: LM_BASE_URL });
  onTestFinished(() => api.close());
  return api;
}

describe.skipIf(why !== undefined)(
  `a real Ollama${why === undefined ? '' : ` (skipped: ${why})`}`,
  { timeout: 600_000 },
  () => {
    let canThink = false;
    let canTools = false;

    beforeAll(async () => {
      await using api = new OllamaApi({ baseUrl: LM_BASE_URL });
      const { capabilities = [] } = await api.show({ model: LM_MODEL });
      canThink = capabilities.includes('thinking');
      canTools = capabilities.includes('tools');
    });

    test.each(['native', 'openai'])('chats with and without streaming on the %s route', async (route) => {
      const client = clientOf();
      const whole = await client.chat({ ...HELLO, ...FEW }, { route });
      const stream = client.chatStream({ ...HELLO, ...FEW }, { route });
      const types: string[] = [];
      let streamed;
      for await (const event of stream) {
        types.push(event.type);
        if (event.type === 'finish') streamed = event.response;
      }
      expect(types).toContain('text-delta');
      expect(streamed?.text).toBe(whole.text);
      expect(whole).toMatchObject({
        route,
        warnings: [],
        usage: { outputTokens: 4 },
        finishReason: { unified: 'length' },
      });
      expect(streamed?.usage?.inputTokens).toBe(whole.usage?.inputTokens);
      expect(streamed?.timing?.tokensPerSecond !== undefined).toBe(route === 'native');
    });

    test('completes a prompt without the chat template', async () => {
      const client = clientOf();
      const request = { prompt: 'Hi', ...FEW };
      const whole = await client.complete(request);
      expect(whole.usage?.inputTokens).toBeLessThanOrEqual(2);
      expect((await client.completeStream(request).response()).text).toBe(whole.text);
    });

    test('returns log probabilities and JSON of a schema', async () => {
      const client = clientOf();
      const { logprobs, text } = await client.chat({ ...HELLO, ...FEW, maxOutputTokens: 2, logprobs: 2 });
      expect(logprobs?.map(({ token }) => token).join('')).toBe(text);
      expect(logprobs?.[0]?.topLogprobs).toHaveLength(2);
      const schema = {
        type: 'object',
        properties: { ok: { type: 'boolean' } },
        required: ['ok'],
        additionalProperties: false,
      };
      const formed = await client.chat({
        ...HELLO,
        ...FEW,
        maxOutputTokens: 24,
        responseFormat: { type: 'json_schema', schema },
      });
      expect(formed.text.trimStart()).toMatch(/^\{/);
    });

    test('embeds texts with a number of dimensions, and rejects an empty text', async (context) => {
      if (LM_EMBED_MODEL === '') return context.skip('LM_EMBED_MODEL is unset');
      const client = clientOf();
      const { embeddings, usage } = await client.embed({ input: ['one', 'two'], dimensions: 16 });
      expect(embeddings.map((vector) => vector.length)).toEqual([16, 16]);
      expect(usage?.inputTokens).toBeGreaterThan(0);
      await expect(client.embed({ input: ['one', ''] })).rejects.toMatchObject({ name: expect.any(String) });
      return undefined;
    });

    test('reports a truncated prompt of a chat and of a completion', async () => {
      const client = clientOf();
      const content = 'one two three four five six seven eight nine ten '.repeat(30);
      const truncated = await client.chat({
        messages: [{ role: 'user', content }],
        ...FEW,
        maxOutputTokens: 1,
        contextLength: 256,
      });
      expect(truncated).toMatchObject({ usage: { inputTokens: 256 }, warnings: [{ code: 'prompt_truncated' }] });
      const stream = client.completeStream({
        prompt: content,
        ...FEW,
        maxOutputTokens: 1,
        extra: { options: { num_ctx: 256 } },
      });
      expect((await stream.response()).warnings).toMatchObject([{ code: 'prompt_truncated' }]);
      const refused = client.chat({
        messages: [{ role: 'user', content }],
        contextLength: 256,
        extra: { truncate: false },
      });
      await expect(refused).rejects.toMatchObject({ code: 'context_overflow' });
    });

    test('lists, loads and unloads a model', async () => {
      // A load is never retried, so a kept-alive connection that was closed while it was idle would fail it. A new client has none.
      const client = clientOf();
      await client.models.unloadAll(LM_MODEL);
      expect(await client.models.isRunning(LM_MODEL)).toBe(false);
      const loaded = await clientOf().models.load({ contextLength: 512, extra: { keep_alive: 600 } });
      expect(loaded).toMatchObject({ type: 'llm', config: { context_length: 512 }, warnings: [] });
      expect(loaded.loadSeconds).toBeGreaterThan(0);
      expect(await client.models.isRunning(LM_MODEL)).toBe(true);
      expect(await client.models.isRunning(loaded.instanceId)).toBe(true);
      const listed = (await client.models.list()).find(({ id }) => id === loaded.instanceId);
      expect(listed).toMatchObject({ loaded: true, type: 'llm', instances: [{ config: { context_length: 512 } }] });
      expect(listed?.maxContextLength).toBeGreaterThan(0);
      await client.models.unload(loaded.instanceId);
      expect(await client.models.isRunning(LM_MODEL)).toBe(false);
      expect(await clientOf().models.ensureLoaded({})).toMatchObject({ instanceId: loaded.instanceId });
    });

    test.each(['native', 'openai'])(
      'continues after tool calls with invalid arguments on the %s route',
      async (route) => {
        const texts = ['{"city": "Par', 'Paris', '', 'null', '["Paris"]', JSON.stringify('{"city":"Paris"}')];
        const toolCalls = texts.map((text, index) => ({ id: `call_${index}`, name: 'get_weather', arguments: text }));
        const messages = [
          ...HELLO.messages,
          { role: 'assistant', toolCalls: [...toolCalls, { id: 'call_x', name: '', arguments: '{}' }] },
          ...toolCalls.map(({ id }) => ({ role: 'tool', toolCallId: id, content: 'Invalid.' }) as const),
          { role: 'tool', toolCallId: 'call_x', content: 'No such tool.' },
        ] as const;
        // The server accepts them for models that do not support tools too.
        const client = clientOf({ modelCapabilities: 'off' });
        const { usage } = await client.chat({ messages, ...FEW }, { route });
        expect(usage?.outputTokens).toBeGreaterThan(0);
      },
    );

    test('classifies the errors of the server', async () => {
      const client = clientOf();
      await expect(client.chat({ ...HELLO, model: 'nope' })).rejects.toMatchObject({
        code: 'model_not_found',
        status: 404,
      });
      await expect(client.models.load({ model: 'nope' })).rejects.toMatchObject({ code: 'model_not_found' });
      await expect(client.models.downloadStatus('nope')).rejects.toMatchObject({ code: 'job_not_found' });
      expect(await client.models.downloadStatus(LM_MODEL)).toMatchObject({ status: 'completed' });
    });

    test('rejects tools and reasoning for a model that does not support them', async (context) => {
      if (canThink || canTools) return context.skip('the model supports tools or thinking');
      for (const request of [{ reasoning: 'on' }, { tools: [{ name: 'f' }] }]) {
        const described = clientOf().chat({ ...HELLO, ...request });
        await expect(described).rejects.toMatchObject({
          code: 'capability_unsupported',
          missing: [{ model: LM_MODEL }],
        });
        const asked = clientOf({ modelCapabilities: 'off' }).chat({ ...HELLO, ...request });
        await expect(asked).rejects.toMatchObject({ code: 'invalid_request', status: 400 });
      }
      expect((await clientOf().chat({ ...HELLO, ...FEW, reasoning: 'off' })).warnings).toEqual([]);
      return undefined;
    });

    test('rejects a download of a model that does not exist', async () => {
      const client = clientOf();
      await expect(client.models.download({ model: 'nobody/nothing-at-all' })).rejects.toMatchObject({
        code: expect.stringMatching(/download_failed|model_not_found/),
      });
    });

    test('ends a stream when the loop is left', async () => {
      const client = clientOf();
      for await (const event of client.chatStream({ ...HELLO, maxOutputTokens: 500 }))
        if (event.type === 'text-delta') break;
      expect(await client.models.isRunning(LM_MODEL)).toBe(true);
    });

    test('calls the server with every method of the wire client', async () => {
      const api = apiOf();
      expect((await api.version()).version).toMatch(/^\d/);
      expect((await api.list()).models.length).toBeGreaterThan(0);
      expect((await api.show({ model: LM_MODEL })).details).toBeDefined();
      const options = { num_predict: 3, temperature: 0 };
      const lines = [];
      for await (const line of api.generateStream({ model: LM_MODEL, prompt: 'Hi', options })) lines.push(line);
      expect(lines.map(({ done }) => done)).toEqual([...lines.slice(1).map(() => false), true]);
      expect(new Set(lines.map((line) => line.created_at)).size).toBe(lines.length);
      const whole = await api.generate({ model: LM_MODEL, prompt: 'Hi', options });
      expect(lines.map(({ response }) => response).join('')).toBe(whole.response);
      expect((await api.chat({ model: LM_MODEL, messages: [] })).done_reason).toBe('load');
      expect((await api.ps()).models.map(({ model }) => model)).toContain(`${LM_MODEL.replace(/:latest$/, '')}:latest`);
      // A deletion is never retried either, so it gets a connection of its own.
      await expect(apiOf().delete({ model: 'nope' })).rejects.toMatchObject({ code: 'model_not_found' });
    });
  },
);
