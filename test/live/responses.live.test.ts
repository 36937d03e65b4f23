import type { ChatRequest, StreamEvent } from '@lmux/core';
import { readStreamEvents, toResponse } from '@lmux/core/web';
import { describe, expect, test } from 'vitest';
import { liveClient, liveRoutes, modelOf, needs, trackConnections } from './support.ts';

const QUESTION = 'Tell me about the sea.';
const MESSAGES = [{ role: 'user', content: QUESTION }] as const;

describe.each(liveRoutes())('route %s', (route) => {
  test.each(['events', 'ndjson'] as const)(
    'a response in the format %s has the events of the stream',
    async (format) => {
      await using client = liveClient();
      const stream = client.chatStream({ messages: MESSAGES, maxOutputTokens: 8 }, { route });
      const response = await toResponse(stream, { format });
      expect(response.status).toBe(200);
      let text = '';
      let last: StreamEvent | undefined;
      for await (const event of readStreamEvents(response)) {
        if (event.type === 'text-delta') text += event.text;
        last = event;
      }
      expect(text).not.toBe('');
      expect(last).toMatchObject({ type: 'finish', response: { text, route } });
    },
  );

  test('a reader that leaves ends the request to the server', async (context) => {
    using connections = trackConnections();
    await using client = liveClient({ model: modelOf('LM_MODEL', context) });
    const stream = client.chatStream({ messages: MESSAGES, maxOutputTokens: 400 }, { route });
    for await (const event of readStreamEvents(toResponse(stream))) if (event.type === 'text-delta') break;
    expect(connections.made).toBeGreaterThan(0);
    await expect.poll(() => connections.open).toBe(0);
  });

  test('an error of the start has a status', async () => {
    await using client = liveClient({ model: 'no-such-model' });
    const response = await toResponse(client.chatStream(QUESTION, { route }));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'model_not_found', retryable: false } });
  });

  test('texts that are embedded in parts have a vector each, and the usage of one request', async (context) => {
    const model = modelOf('LM_EMBED_MODEL', context);
    const input = ['The cat sleeps.', 'Bread is baked in an oven.', 'The sea is blue.', 'Stocks fell.', 'A dog barks.'];
    await using whole = liveClient();
    await using parts = liveClient({ limits: { embedInputs: 2 } });
    needs(whole, route, 'embedding', context);
    const expected = await whole.embed({ model, input }, { route });
    const { embeddings, usage } = await parts.embed({ model, input }, { route });
    // Not their values: with several texts in a request, llama-server b11434 returns vectors that depend on the other texts.
    const dimensions = expected.embeddings[0]?.length;
    expect(embeddings.map(({ length }) => length)).toEqual(input.map(() => dimensions));
    expect(usage).toEqual(expected.usage);
  });

  test('toolChoice "none" sends no tools, so that every model accepts the request', async (context) => {
    await using client = liveClient({ model: modelOf('LM_MODEL', context) });
    needs(client, route, 'tools', context);
    const request: ChatRequest = {
      messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
      temperature: 0,
      maxOutputTokens: 8,
      tools: [{ name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }],
      toolChoice: 'none',
    };
    const reply = await client.chat(request, { route });
    expect(reply.toolCalls).toEqual([]);
    expect(reply.text).not.toBe('');
  });
});
