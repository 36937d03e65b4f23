import type { ServerResponse } from 'node:http';
import { chatRequest, drain, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { event, scriptServer } from './support/script-server.js';
import { contractEvents, END, ERROR, RESULT, wireEvents } from './support/native-events.js';

describe('a stream that deviates from the documentation', () => {
  const say = event('message.delta', { type: 'message.delta', content: 'Hi' });
  const balanced = ['start', 'text-start', 'text-delta', 'text-end', 'finish'];
  const types = async (bytes: string): Promise<string[]> => {
    const { values, error } = await contractEvents(bytes);
    expect(error).toBeUndefined();
    return values.map(({ type }) => type);
  };

  test.each([
    ['an empty payload', event('message.start', {}) + say + event('message.end', {}) + END],
    ['duplicate end events', say + event('message.end') + event('message.end') + event('prompt_processing.end') + END],
    ['no end event', say + END],
    ['an unknown event', event('model_quantize.start') + say + event('tool_call.later', {}) + END],
    ['CRLF line endings', (say + END).replaceAll('\n', '\r\n')],
    ['CR line endings', (say + END).replaceAll('\n', '\r')],
    ['comments', `: keep-alive\n\n${say}: ping\n\n${END}`],
    ['no "event:" line', (say + END).replaceAll(/event: .*\n/g, '')],
    [
      'data on several lines',
      say.replace(
        /data: (.*)\n/,
        (_, json: string) => json.replace(/^|,/g, (c) => `${c === '' ? '' : ',\n'}data: `) + '\n',
      ) + END,
    ],
    ['a stray [DONE] at the end', `${say}${END}data: [DONE]\n\n`],
    ['an error of a proxy after chat.end', `${say}${END}${ERROR}`],
    ['chat.end without a blank line', say + END.trimEnd()],
  ])('is decoded with %s', async (_, bytes) => {
    expect(await types(bytes)).toEqual(balanced);
  });

  test('returns unknown events in the wire client', async () => {
    const { values } = await wireEvents(event('model_quantize.start', { type: 'x', rows: 3 }) + END);
    expect(values[0]).toEqual({ type: 'model_quantize.start', rows: 3 });
  });

  test('reports a load once if its start and end events are repeated', async () => {
    const load = event('model_load.start') + event('model_load.end', { load_time_seconds: 1 });
    expect(await types(load + event('model_load.end') + say + END)).toEqual([
      'start',
      'model-load-start',
      'model-load-end',
      ...balanced.slice(1),
    ]);
  });

  test('takes the text from chat.end if no delta arrived before', async () => {
    const { values } = await contractEvents(event('chat.start') + END);
    expect(values.at(-1)).toMatchObject({ response: { text: 'Hi there' } });
  });

  test('decodes a response that arrives byte by byte', async () => {
    const bytes = Buffer.from(event('message.delta', { content: 'Grüße 🌍' }) + END);
    const trickle = async (response: ServerResponse): Promise<void> => {
      for (const byte of bytes) {
        response.write(Uint8Array.of(byte));
        await settled();
      }
      response.end();
    };
    const { url } = await scriptServer(() => (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      void trickle(response);
    });
    expect((await clientOf(url).chatStream(chatRequest()).response()).text).toBe('Grüße 🌍');
  });

  test('ends at chat.end even if the connection stays open', async () => {
    const { url } = await scriptServer(() => (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(say + END);
    });
    expect((await clientOf(url).chatStream(chatRequest()).response()).text).toBe('Hi');
  });
});

describe('a stream without output', () => {
  test.each([
    ['no result', event('chat.end', {}), 'undefined'],
    [
      'a result without output',
      event('chat.end', { result: { model_instance_id: 'm' } }),
      '{ model_instance_id: string }',
    ],
  ])('fails with %s', async (_, bytes, shown) => {
    const failure = { code: 'unexpected_response', message: expect.stringContaining(shown) };
    expect((await contractEvents(event('chat.start') + bytes)).error).toMatchObject(failure);
    expect((await wireEvents(event('chat.start') + bytes)).error).toMatchObject(failure);
  });

  test('has a warning if the output is an empty list', async () => {
    const { values } = await contractEvents(event('chat.end', { result: { ...RESULT, output: [] } }));
    expect(values.slice(-2)).toMatchObject([
      { type: 'warning', warning: { code: 'empty_response' } },
      { type: 'finish', response: { text: '', warnings: [{ code: 'empty_response' }] } },
    ]);
  });

  test('has unknown output items as raw output, even after text', async () => {
    const items = [{ type: 'image', data: 'AAAA' }];
    const end = event('chat.end', { result: { ...RESULT, output: [{ type: 'message', content: 'Hi' }, ...items] } });
    for (const bytes of [end, event('message.delta', { content: 'Hi' }) + end]) {
      const { values } = await contractEvents(bytes);
      expect(values.filter(({ type }) => type === 'raw')).toEqual([{ type: 'raw', value: { output: items } }]);
      expect(values.at(-1)).toMatchObject({ response: { text: 'Hi', extra: { output: items }, warnings: [] } });
    }
  });
});

describe('a stream that fails', () => {
  const say = event('message.delta', { type: 'message.delta', content: 'Hi' });

  test('throws the error after chat.end, with the data of chat.end in partial', async () => {
    const { values, error } = await contractEvents(say + ERROR + END);
    expect(values.map(({ type }) => type)).toEqual(['start', 'text-start', 'text-delta']);
    expect(error).toMatchObject({
      name: 'ApiError',
      code: 'model_crashed',
      provider: 'lmstudio',
      partial: {
        text: 'Hi',
        responseId: RESULT['response_id'],
        usage: { inputTokens: 12 },
        finishReason: { unified: 'error' },
      },
    });
  });

  test.each([
    ['nothing follows', ''],
    ['[DONE] follows', 'data: [DONE]\n\n'],
  ])('throws the error without chat.end if %s', async (_, rest) => {
    const { error } = await contractEvents(say + ERROR + rest);
    expect(error).toMatchObject({ code: 'model_crashed', partial: { text: 'Hi' } });
  });

  test('throws the error that arrived before a connection reset', async () => {
    const { url } = await scriptServer(() => (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(say + ERROR, () => response.socket?.resetAndDestroy());
    });
    const { error } = await drain(clientOf(url).chatStream(chatRequest()));
    expect(error).toMatchObject({ code: 'model_crashed', partial: { text: 'Hi' } });
  });

  test.each([
    ['nothing', say],
    ['[DONE]', `${say}data: [DONE]\n\n`],
  ])('is truncated with %s in place of chat.end', async (_, bytes) => {
    expect((await contractEvents(bytes)).error).toMatchObject({ code: 'stream_truncated', partial: { text: 'Hi' } });
    expect((await wireEvents(bytes)).error).toMatchObject({ code: 'stream_truncated' });
  });

  // LM Studio sends this for a context overflow of some GGUF models.
  test('is truncated without any events', async () => {
    expect((await contractEvents('')).error).toMatchObject({ code: 'stream_truncated' });
  });

  test.each([
    ['invalid_request', 'invalid_request'],
    ['unknown', 'server_error'],
    ['mcp_connection_error', 'server_error'],
    ['plugin_connection_error', 'server_error'],
    ['not_implemented', 'invalid_request'],
    ['model_not_found', 'model_not_found'],
    ['job_not_found', 'job_not_found'],
    ['internal_error', 'server_error'],
    ['model_load_failed', 'model_load_failed'],
    ['something_new', 'server_error'],
  ])('maps an error of type %s to the code %s', async (type, code) => {
    const bytes = event('error', { type: 'error', error: { type, message: 'It went wrong.' } });
    expect((await contractEvents(bytes + END)).error).toMatchObject({ code, serverType: type });
  });
});
