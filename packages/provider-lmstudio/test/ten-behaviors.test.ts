import { chatRequest, drain, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { chatResult, event, scriptServer, sse } from './support/script-server.js';
import { CHAT } from './support/compatible.js';

const END = event('chat.end', { type: 'chat.end', result: chatResult() });

describe('server behavior that clients often get wrong', () => {
  test('rejects a wrong path, for which the server returns 200', async () => {
    const { url } = await scriptServer(({ route }) => ({
      body: { error: `Unexpected endpoint or method. (${route})` },
    }));
    const client = clientOf(url);
    const calls = [
      () => client.chat(chatRequest()),
      () => client.chatStream(chatRequest()).response(),
      () => client.chat({ ...chatRequest(), seed: 1 }),
      () => client.chatStream({ ...chatRequest(), seed: 1 }).response(),
      () => client.embed({ input: 'a' }),
      () => client.models.list(),
      () => client.models.load({}),
      () => client.models.unload('x'),
      () => client.models.download({}),
      () => client.models.downloadStatus('x'),
      () => apiOf(url).greeting(),
    ];
    for (const call of calls) expect(await rejectionOf(call())).toMatchObject({ code: 'unexpected_response' });
    const { url: hollow } = await scriptServer(() => ({ body: {} }));
    expect(await rejectionOf(clientOf(hollow).models.list())).toMatchObject({ code: 'unexpected_response' });
    expect((await drain(clientOf(hollow).chatStream(chatRequest()))).error).toMatchObject({
      code: 'unexpected_response',
    });
  });

  test('classifies errors in many forms and with misleading statuses', async () => {
    const forms: readonly (readonly [number, unknown, string])[] = [
      [400, { error: 'The model has crashed. (Exit code: 1)' }, 'model_crashed'],
      [200, { error: { message: 'Model x not found', type: 'model_not_found' } }, 'model_not_found'],
      [500, { error: { message: 'Failed to load LLM', type: 'model_load_failed', code: null } }, 'model_load_failed'],
      [400, { error: 'n_keep: {"error":{"code":400,"type":"exceed_context_size_error"}}' }, 'context_overflow'],
      [401, { error: { message: 'No.', type: 'invalid_request' } }, 'authentication'],
    ];
    for (const [status, body, code] of forms) {
      const { url } = await scriptServer(() => ({ status, body }));
      expect(await rejectionOf(clientOf(url).chat(chatRequest()))).toMatchObject({ name: 'ApiError', code, status });
    }
  });

  test('sends text as { type: "text", content }', async () => {
    const { url, requests } = await scriptServer({ [CHAT]: { body: chatResult() } });
    const image = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
    await clientOf(url).chat(chatRequest('Hello'));
    await clientOf(url).chat({
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What?' },
            { type: 'image', image },
          ],
        },
      ],
    });
    const chats = requests.filter(({ route }) => route === CHAT);
    expect(chats.map(({ body }) => (body as { input: unknown }).input)).toEqual([
      [{ type: 'text', content: 'Hello' }],
      [
        { type: 'text', content: 'What?' },
        { type: 'image', data_url: 'data:image/jpeg;base64,/9j/4A==' },
      ],
    ]);
  });

  test('sends no unset fields, because the server rejects unknown ones', async () => {
    const { url, requests } = await scriptServer({
      [CHAT]: { body: chatResult() },
      'POST /api/v1/models/download': { body: { status: 'already_downloaded' } },
      'POST /api/v1/models/unload': { body: { instance_id: 'x' } },
    });
    const client = clientOf(url);
    await client.chat({ ...chatRequest(), temperature: 0, stop: [], tools: [], seed: undefined, store: false });
    await client.models.download({});
    await client.models.unload('x');
    expect(requests.map(({ body }) => body)).toEqual([
      { model: 'qwen/qwen3-4b', input: [{ type: 'text', content: 'Hello' }], temperature: 0, store: false },
      { model: 'qwen/qwen3-4b' },
      { instance_id: 'x' },
    ]);
  });

  test('ends a stream only at chat.end, not at an error event', async () => {
    const said = `${event('message.delta', { content: 'Hi' })}${event('message.end', {})}`;
    const odd = `${event('prompt_processing.end', {})}${event('prompt_processing.end', {})}${event('later.event', {})}`;
    const failed = event('error', { type: 'error', error: { type: 'unknown', message: 'No.' } });
    const results: unknown[] = [];
    for (const bytes of [odd + said + END, said + failed + END, said]) {
      const { url } = await scriptServer({ [CHAT]: sse(bytes) });
      results.push((await drain(clientOf(url).chatStream(chatRequest()))).error);
    }
    expect(results).toEqual([
      undefined,
      expect.objectContaining({ name: 'ApiError', partial: expect.objectContaining({ usage: expect.anything() }) }),
      expect.objectContaining({ code: 'stream_truncated', partial: expect.objectContaining({ text: 'Hi' }) }),
    ]);
  });

  test('accepts responses without optional fields', async () => {
    const { url } = await scriptServer(({ route }) => {
      if (route.endsWith('/download')) return { body: { status: 'already_downloaded' } };
      if (route.includes('/status/')) {
        return {
          body: {
            job_id: 'job',
            status: 'failed',
            bytes_per_second: 7834.123_456_789,
            error: 'disk full',
            surprise: 1,
          },
        };
      }
      if (route === CHAT) return { body: { model_instance_id: 'm', output: [] } };
      return {
        body: {
          models: [
            {
              type: 'embedding',
              publisher: 'p',
              key: 'e',
              display_name: 'E',
              quantization: null,
              size_bytes: 1,
              params_string: null,
              loaded_instances: [{ id: 'e' }],
              max_context_length: 2048,
              format: null,
            },
          ],
        },
      };
    });
    const client = clientOf(url);
    const [model] = await client.models.list();
    expect(model).toMatchObject({
      id: 'e',
      type: 'embedding',
      loaded: true,
      instances: [{ id: 'e', config: {} }],
      capabilities: {},
    });
    expect(Object.keys(model ?? {})).not.toContain('architecture');
    expect(await client.models.download({})).toEqual({
      status: 'already_downloaded',
      fraction: 1,
      raw: expect.anything(),
    });
    const job = await client.models.downloadStatus('job');
    expect(job).toMatchObject({
      status: 'failed',
      error: 'disk full',
      bytesPerSecond: 7834.123_456_789,
      raw: { surprise: 1 },
    });
    const reply = await client.chat(chatRequest());
    expect([reply.text, reply.usage, reply.timing, reply.responseId]).toEqual(['', undefined, undefined, undefined]);
  });
});
