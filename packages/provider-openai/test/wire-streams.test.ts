import { sseOf, unframedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { chunk, stop } from './chunks.js';
import { openClient } from './open.js';
import { HI } from './hi-chunks.js';

const REQUEST = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;

describe('an error in a stream that started with status 200', () => {
  test.each<[string, string | Buffer]>([
    ['an object', unframedResponse(sseOf([...HI, { error: { message: 'it broke', type: 'server_error' } }]))],
    ['a string', unframedResponse(sseOf([...HI, { error: 'it broke' }]))],
    ['a flat object', unframedResponse(sseOf([...HI, { object: 'error', message: 'it broke', code: 500 }]))],
    ['an array', unframedResponse(sseOf([...HI, [{ error: { message: 'it broke' } }]]))],
    [
      'an error field line',
      unframedResponse(sseOf(HI, 'error: {"code":500,"message":"it broke"}\n\ndata: [DONE]\n\n')),
    ],
    ['an error event', unframedResponse(sseOf(HI, 'event: error\ndata: {"message":"it broke"}\n\n'))],
    ['an error event with plain text', unframedResponse(sseOf(HI, 'event: error\ndata: it broke\n\n'))],
    ['data with plain text', unframedResponse(sseOf(HI, 'data: error: it broke\n\n'))],
    ['bare JSON after events', unframedResponse(sseOf(HI, '{"error":{"message":"it broke"}}\n'))],
    ['bare JSON without events', unframedResponse('{"error":{"message":"it broke"}}')],
    ['bare flat JSON', unframedResponse('{"object":"error","message":"it broke"}')],
    ['a JSON body', unframedResponse('{"error":"it broke"}', 'application/json')],
    ['a JSON body with "detail"', unframedResponse('{"detail":"it broke"}', 'application/json')],
    [
      'a field of the choice',
      unframedResponse(
        sseOf([...HI, chunk({}, { finish_reason: 'error', error: { code: 502, message: 'it broke' } })]),
      ),
    ],
  ])('is thrown if it is %s', async (_, script) => {
    const { client } = await openClient(script);
    const seen: string[] = [];
    const iterate = async (): Promise<void> => {
      for await (const text of client.chatStream(REQUEST).text()) seen.push(text);
    };
    await expect(iterate()).rejects.toMatchObject({
      name: 'ApiError',
      status: 200,
      message: expect.stringContaining('it broke'),
    });
    expect(['', 'Hi']).toContain(seen.join(''));
  });

  test('contains the partial response', async () => {
    const { client } = await openClient(unframedResponse(sseOf([...HI, { error: { message: 'it broke' } }])));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({
      partial: { text: 'Hi', model: 'served-model' },
    });
  });

  test('is thrown for an HTML page', async () => {
    const { client } = await openClient(unframedResponse('<!doctype html><title>Bad gateway</title>', 'text/html'));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({ code: 'unexpected_response' });
  });

  test('is thrown for other JSON', async () => {
    const { client } = await openClient(unframedResponse('{"status":"ok"}', 'application/json'));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({ code: 'unexpected_response' });
  });
});

describe('a stream', () => {
  const done = [...HI, stop()];
  test.each<[string, string | Buffer]>([
    ['with [DONE]', unframedResponse(sseOf(done))],
    ['without [DONE]', unframedResponse(sseOf(done, ''))],
    ['without a blank line after the last event', unframedResponse(sseOf(HI, `data: ${JSON.stringify(stop())}`))],
    ['with another content type', unframedResponse(sseOf(done), 'application/json')],
    ['with a charset', unframedResponse(sseOf(done), 'text/event-stream; charset=utf-8')],
    ['with CRLF line endings', unframedResponse(sseOf(done).replaceAll('\n', '\r\n'))],
    ['with a byte order mark', unframedResponse(`\uFEFF${sseOf(done)}`)],
    [
      'with keep-alives',
      unframedResponse(`: \n\ndata: : PROCESSING\n\ndata:\n\nevent: ping\ndata: {}\n\n\n\n${sseOf(done)}`),
    ],
    [
      'sent as one JSON body',
      unframedResponse(
        JSON.stringify({
          id: 'w',
          object: 'chat.completion',
          model: 'served-model',
          choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
        }),
        'application/json',
      ),
    ],
    ['sent as an array of chunks', unframedResponse(JSON.stringify(done), 'application/json')],
  ])('is complete %s', async (_, script) => {
    const { client } = await openClient(script);
    await expect(client.chatStream(REQUEST).response()).resolves.toMatchObject({
      text: 'Hi',
      model: 'served-model',
      finishReason: { unified: 'stop' },
    });
  });

  test('decodes all fields of a JSON body sent instead of a stream', async () => {
    const body = {
      id: 'w',
      choices: [
        {
          message: {
            content: 'Hi',
            reasoning_content: 'Hm',
            tool_calls: [
              { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
              { id: 'b', function: { name: 'f', arguments: { x: 2 } } },
            ],
          },
          finish_reason: 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    };
    const { client } = await openClient(unframedResponse(JSON.stringify(body), 'application/json'));
    const streamed = await client.chatStream(REQUEST).response();
    const whole = await client.chat(REQUEST);
    expect(streamed).toMatchObject({
      text: 'Hi',
      reasoning: 'Hm',
      toolCalls: [
        { id: 'a', input: { x: 1 } },
        { id: 'b', input: { x: 2 } },
      ],
      finishReason: { unified: 'tool-calls' },
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    });
    expect({ ...whole, raw: undefined }).toEqual({ ...streamed, raw: undefined });
    expect(whole.raw).toEqual(body);
  });

  test('is truncated without [DONE] and a finish reason', async () => {
    const { client } = await openClient(unframedResponse(sseOf(HI, '')));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({
      name: 'StreamError',
      code: 'stream_truncated',
      partial: { text: 'Hi' },
    });
  });

  test('ends at [DONE] even if the connection stays open', async () => {
    const { server, client } = await openClient(({ write }) => write(unframedResponse(sseOf(done))));
    await expect(client.chatStream(REQUEST).response()).resolves.toMatchObject({ text: 'Hi' });
    await (
      await server.received()
    ).closed;
  });

  test('requests usage and sends no other fields than those that were set', async () => {
    const { server, client } = await openClient(unframedResponse(sseOf(done)));
    await client.chatStream(REQUEST).response();
    await client.chatStream({ ...REQUEST, extra: { stream_options: null } }).response();
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
      { ...REQUEST, stream_options: { include_usage: true }, stream: true },
      { ...REQUEST, stream_options: null, stream: true },
    ]);
  });
});
