import type { ChatRequest, ChatResponse, LmClient, Message, StreamEvent } from '@lmux/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLmStudio, isOllama, liveClient, liveRoutes, modelOf, needs, trackConnections } from './support.ts';

const QUESTION = [{ role: 'user', content: 'Tell me about the sea.' }] as const;

let client: LmClient;

beforeAll(() => {
  client = liveClient();
});

afterAll(async () => {
  await client.close();
});

async function collect(events: AsyncIterable<StreamEvent>): Promise<{ events: StreamEvent[]; response: ChatResponse }> {
  const all: StreamEvent[] = [];
  for await (const event of events) all.push(event);
  const last = all.at(-1);
  if (last?.type !== 'finish') throw new Error(`The last event must be "finish"; received "${last?.type}".`);
  return { events: all, response: last.response };
}

describe.each(liveRoutes())('route %s', (route) => {
  describe('chat', () => {
    test('returns text and usage, and the finish reason length at the token limit', async (context) => {
      const reply = await client.chat(
        { model: modelOf('LM_MODEL', context), messages: QUESTION, maxOutputTokens: 8 },
        { route },
      );
      expect(reply.text).not.toBe('');
      expect(reply.finishReason.unified).toBe('length');
      expect(reply.usage).toMatchObject({ inputTokens: expect.any(Number), outputTokens: 8 });
      expect(reply.route).toBe(route);
    });

    test('streams deltas whose concatenation equals the text', async (context) => {
      const stream = client.chatStream(
        { model: modelOf('LM_MODEL', context), messages: QUESTION, maxOutputTokens: 12 },
        { route },
      );
      const { events, response } = await collect(stream);
      const deltas = events.filter((event) => event.type === 'text-delta');
      expect(deltas.length).toBeGreaterThan(1);
      expect(deltas.map(({ text }) => text).join('')).toBe(response.text);
      const types = events.map(({ type }) => type).filter((type) => !/^(prompt|model-load|text-delta)/.test(type));
      expect(types).toEqual(['start', 'text-start', 'text-end', 'finish']);
      expect(response.finishReason.unified).toBe('length');
      expect(response.usage?.outputTokens).toBe(12);
      expect(await stream.response()).toBe(response);
    });

    test('stops at a stop sequence', async (context) => {
      needs(client, route, 'stop', context);
      const { response } = await collect(
        client.chatStream(
          { model: modelOf('LM_MODEL', context), messages: QUESTION, maxOutputTokens: 60, stop: ['e'] },
          { route },
        ),
      );
      expect(response.finishReason.unified).toBe('stop');
      expect(response.text).not.toContain('e');
    });

    test('restricts the reply to a JSON schema', async (context) => {
      needs(client, route, 'jsonSchema', context);
      const request: ChatRequest = {
        model: modelOf('LM_MODEL', context),
        messages: [{ role: 'user', content: 'Invent a person.' }],
        temperature: 0,
        maxOutputTokens: 80,
        responseFormat: {
          type: 'json_schema',
          name: 'person',
          schema: {
            type: 'object',
            properties: { name: { type: 'string', maxLength: 12 }, age: { type: 'integer', minimum: 0, maximum: 120 } },
            required: ['name', 'age'],
            additionalProperties: false,
          },
        },
      };
      const reply = await client.chat(request, { route });
      const person = JSON.parse(reply.text) as { name: unknown; age: unknown };
      expect(Object.keys(person).toSorted()).toEqual(['age', 'name']);
      expect(person.name).toBeTypeOf('string');
      expect(Number.isInteger(person.age)).toBe(true);
    });

    test('calls a tool in a stream and accepts its result', async (context) => {
      needs(client, route, 'tools', context);
      const model = modelOf('LM_TOOL_MODEL', context);
      const request = {
        model,
        temperature: 0,
        maxOutputTokens: 80,
        tools: [
          {
            name: 'get_weather',
            description: 'The weather of a city',
            parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
          },
        ],
      };
      const question = { role: 'user', content: 'What is the weather in Paris?' } as const;
      const { events, response } = await collect(client.chatStream({ ...request, messages: [question] }, { route }));
      expect(response.finishReason.unified).toBe('tool-calls');
      const [call] = response.toolCalls;
      if (call === undefined) throw new Error('The model did not call a tool.');
      expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } });
      const pieces = events
        .filter((event) => event.type === 'tool-call-delta')
        .map(({ argumentsDelta }) => argumentsDelta);
      expect(pieces.join('')).toBe(call.arguments);
      const messages: Message[] = [
        question,
        // A server accepts reasoning, even if its model produced none.
        { ...response.message, reasoning: response.message.reasoning ?? 'The user asks for the weather.' },
        { role: 'tool', toolCallId: call.id, content: '{"celsius":21,"sky":"clear"}' },
      ];
      const last = await client.chat({ ...request, messages }, { route });
      expect(last.text + last.toolCalls.map(({ name }) => name).join('')).not.toBe('');
    });

    test('ends after an abort, and the next request is served without delay', async (context) => {
      const model = modelOf('LM_MODEL', context);
      const controller = new AbortController();
      const reason = new Error('enough');
      using connections = trackConnections();
      await using other = liveClient();
      const stream = other.chatStream(
        { model, messages: QUESTION, maxOutputTokens: 400 },
        { route, signal: controller.signal },
      );
      let text = '';
      const reading = (async () => {
        for await (const delta of stream.text()) {
          text += delta;
          controller.abort(reason);
        }
      })();
      await expect(reading).rejects.toMatchObject({
        code: 'aborted',
        cause: reason,
        partial: { text: expect.any(String) },
      });
      expect(text).not.toBe('');
      const next = await other.chat({ model, messages: QUESTION, maxOutputTokens: 2 }, { route, timeout: 20_000 });
      expect(next.text).not.toBe('');
      await other.close();
      expect(connections.made).toBeGreaterThan(0);
      await expect.poll(() => connections.open).toBe(0);
    });
  });

  describe('completion', () => {
    test('continues a text, as a call and as a stream', async (context) => {
      needs(client, route, 'completion', context);
      const request = {
        model: modelOf('LM_MODEL', context),
        prompt: 'Once upon a time',
        maxOutputTokens: 8,
        temperature: 0,
      };
      const whole = await client.complete(request, { route });
      expect(whole.text).not.toBe('');
      expect(whole.finishReason.unified).toBe('length');
      const stream = client.completeStream(request, { route });
      let text = '';
      for await (const delta of stream.text()) text += delta;
      expect((await stream.response()).text).toBe(text);
      expect(text).not.toBe('');
    });
  });

  describe('errors', () => {
    test('an unknown model causes model_not_found', async (context) => {
      if (await isLmStudio()) context.skip('LM Studio serves any model name with the one loaded model');
      // A kept-alive connection of `client` may have died, and the response would then correctly belong to the second attempt.
      await using fresh = liveClient();
      const requested = fresh.chat({ model: 'no-such-model', messages: QUESTION, maxOutputTokens: 2 }, { route });
      await expect(requested).rejects.toMatchObject({ name: 'ApiError', code: 'model_not_found', attempts: 1 });
    });

    test('an overlong prompt causes context_overflow, also for a stream', async (context) => {
      const model = modelOf('LM_MODEL', context);
      if (await isOllama()) context.skip('Ollama silently truncates a long prompt');
      const messages = [{ role: 'user', content: 'word '.repeat(6000) }] as const;
      await expect(client.chat({ model, messages }, { route })).rejects.toMatchObject({ code: 'context_overflow' });
      await expect(client.chatStream({ model, messages }, { route }).response()).rejects.toMatchObject({
        code: 'context_overflow',
      });
    });
  });
});
