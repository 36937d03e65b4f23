import { chatRequest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { chatResult, scriptServer, unknownRoute } from './support/script-server.js';
import { CHAT } from './support/compatible.js';

const compatible = (model: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model,
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi', tool_calls: [] } }],
});

describe('server behavior that clients often get wrong', () => {
  test('never retries a load and shares it between concurrent callers, because it is not idempotent', async () => {
    const busy = await scriptServer(() => ({ status: 503, body: { error: 'busy' } }));
    await rejectionOf(clientOf(busy.url).models.load({}));
    expect(busy.requests).toHaveLength(1);

    const { url, requests } = await scriptServer({
      'GET /api/v1/models': { body: { models: [] } },
      'POST /api/v1/models/load': {
        body: { type: 'llm', instance_id: 'qwen/qwen3-4b', load_time_seconds: 1, status: 'loaded' },
      },
    });
    const client = clientOf(url);
    const loaded = await Promise.all([1, 2, 3].map(() => client.models.ensureLoaded({})));
    expect(new Set(loaded.map(({ instanceId }) => instanceId)).size).toBe(1);
    expect(requests.filter(({ route }) => route.endsWith('/load'))).toHaveLength(1);
  });

  test('warns if the context length is not the requested one', async () => {
    const { url, requests } = await scriptServer({
      'POST /api/v1/models/load': {
        body: {
          type: 'llm',
          instance_id: 'm:2',
          load_time_seconds: 9.1,
          status: 'loaded',
          load_config: { context_length: 131_072 },
        },
      },
    });
    const loaded = await clientOf(url).models.load({ model: 'm', contextLength: 8192 });
    expect(requests[0]?.body).toEqual({ model: 'm', context_length: 8192, echo_load_config: true });
    expect(loaded).toMatchObject({ instanceId: 'm:2', loadSeconds: 9.1, config: { context_length: 131_072 } });
    expect(loaded.warnings).toEqual([expect.objectContaining({ code: 'context_length_mismatch' })]);
  });

  test('sends any reasoning setting, reads all output items and reports an unknown finish reason', async () => {
    const output = [
      { type: 'reasoning', content: 'Hm.' },
      { type: 'message', content: 'One. ' },
      { type: 'tool_call', tool: 't', arguments: {}, output: '[]' },
      { type: 'message', content: 'Two.' },
    ];
    const { url, requests } = await scriptServer({
      [CHAT]: { body: chatResult('', { output }) },
      'GET /api/v1/models': {
        body: {
          models: [
            {
              type: 'llm',
              key: 'm',
              capabilities: { reasoning: { allowed_options: ['low', 'xhigh'], default: 'xhigh' } },
            },
            { type: 'llm', key: 'n', capabilities: { vision: false } },
          ],
        },
      },
    });
    const reply = await clientOf(url).chat({ ...chatRequest(), reasoning: 'xhigh', maxOutputTokens: 7 });
    // The model is described first.
    expect(requests[1]?.body).toMatchObject({ reasoning: 'xhigh' });
    expect(reply).toMatchObject({
      text: 'One. Two.',
      reasoning: 'Hm.',
      toolCalls: [],
      toolResults: [{ output: '[]' }],
    });
    // As many tokens as allowed were generated, so the limit is the reason.
    expect(reply.finishReason).toEqual({ unified: 'length', raw: undefined });
    expect((await clientOf(url).chat(chatRequest())).finishReason).toEqual({ unified: 'unknown', raw: undefined });
    const models = await clientOf(url).models.list();
    expect(models.map(({ capabilities }) => capabilities.reasoning)).toEqual([
      { allowed: ['low', 'xhigh'], default: 'xhigh' },
      undefined,
    ]);
  });

  test('warns if another model responds and avoids forms that the OpenAI-compatible API rejects', async () => {
    const { url, requests } = await scriptServer(({ route }) => {
      if (route === 'POST /v1/chat/completions') return { body: compatible('other/model') };
      if (route !== 'POST /v1/embeddings') return unknownRoute(route);
      return {
        body: { data: [{ index: 0, embedding: [1, 2] }], model: 'e', usage: { prompt_tokens: 0, total_tokens: 0 } },
      };
    });
    const client = clientOf(url);
    const tools = [{ name: 'a' }, { name: 'b' }];
    const reply = await client.chat({
      ...chatRequest(),
      tools,
      toolChoice: { name: 'b' },
      responseFormat: { type: 'json_object' },
    });
    expect(reply.warnings).toEqual([expect.objectContaining({ code: 'model_mismatch' })]);
    const sent = requests[0]?.body as {
      tools: { function: { name: string } }[];
      tool_choice: unknown;
      response_format: unknown;
    };
    expect(sent.tool_choice).toBe('required');
    expect(sent.tools.map((tool) => tool.function.name)).toEqual(['b']);
    expect(sent.response_format).toMatchObject({
      type: 'json_schema',
      json_schema: { name: expect.any(String), schema: { type: 'object' } },
    });
    const { embeddings, usage, warnings } = await client.embed({ model: 'e', input: 'a' });
    expect({ embeddings, usage, warnings }).toEqual({ embeddings: [[1, 2]], usage: undefined, warnings: [] });
    expect(requests[1]?.body).toEqual({ model: 'e', input: 'a' });
    expect(await rejectionOf(client.embed({ model: 'e', input: 'a', dimensions: 1 }))).toMatchObject({
      code: 'unexpected_response',
    });
  });
});
