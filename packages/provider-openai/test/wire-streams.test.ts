import type { ChatCompletionChunk } from '@lmux/provider-openai';
import { sseOf, unframedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { chunk, stop } from './chunks.js';
import { openApi, openClient, type RawScript } from './open.js';

const REQUEST = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] } as const;
const HI = [chunk({ content: 'H' }), chunk({ content: 'i' })];

describe('an error within a stream that began with status 200', () => {
  test.each<[string, string | Buffer]>([
    ['an object', unframedResponse(sseOf([...HI, { error: { message: 'it broke', type: 'server_error' } }]))],
    ['a string', unframedResponse(sseOf([...HI, { error: 'it broke' }]))],
    ['flat', unframedResponse(sseOf([...HI, { object: 'error', message: 'it broke', code: 500 }]))],
    ['a list', unframedResponse(sseOf([...HI, [{ error: { message: 'it broke' } }]]))],
    [
      'an error field line',
      unframedResponse(sseOf(HI, 'error: {"code":500,"message":"it broke"}\n\ndata: [DONE]\n\n')),
    ],
    ['an error event', unframedResponse(sseOf(HI, 'event: error\ndata: {"message":"it broke"}\n\n'))],
    ['an error event of words', unframedResponse(sseOf(HI, 'event: error\ndata: it broke\n\n'))],
    ['data of words', unframedResponse(sseOf(HI, 'data: error: it broke\n\n'))],
    ['bare JSON after events', unframedResponse(sseOf(HI, '{"error":{"message":"it broke"}}\n'))],
    ['bare JSON alone', unframedResponse('{"error":{"message":"it broke"}}')],
    ['bare JSON, flat', unframedResponse('{"object":"error","message":"it broke"}')],
    ['a JSON body', unframedResponse('{"error":"it broke"}', 'application/json')],
    ['a JSON detail', unframedResponse('{"detail":"it broke"}', 'application/json')],
    [
      'with its choice',
      unframedResponse(
        sseOf([...HI, chunk({}, { finish_reason: 'error', error: { code: 502, message: 'it broke' } })]),
      ),
    ],
  ])('is thrown when it is %s', async (_, script) => {
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

  test('has what arrived before it', async () => {
    const { client } = await openClient(unframedResponse(sseOf([...HI, { error: { message: 'it broke' } }])));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({
      partial: { text: 'Hi', model: 'answering' },
    });
  });

  test('may be a page', async () => {
    const { client } = await openClient(unframedResponse('<!doctype html><title>Bad gateway</title>', 'text/html'));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({ code: 'unexpected_response' });
  });

  test('may be JSON of another kind', async () => {
    const { client } = await openClient(unframedResponse('{"status":"ok"}', 'application/json'));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({ code: 'unexpected_response' });
  });
});

describe('a stream', () => {
  const done = [...HI, stop()];
  test.each<[string, string | Buffer]>([
    ['with [DONE]', unframedResponse(sseOf(done))],
    ['without [DONE]', unframedResponse(sseOf(done, ''))],
    ['whose last event lacks its blank line', unframedResponse(sseOf(HI, `data: ${JSON.stringify(stop())}`))],
    ['under another content type', unframedResponse(sseOf(done), 'application/json')],
    ['with a charset', unframedResponse(sseOf(done), 'text/event-stream; charset=utf-8')],
    ['with CRLF', unframedResponse(sseOf(done).replaceAll('\n', '\r\n'))],
    ['with a byte order mark', unframedResponse(`\uFEFF${sseOf(done)}`)],
    [
      'with keep-alives',
      unframedResponse(`: \n\ndata: : PROCESSING\n\ndata:\n\nevent: ping\ndata: {}\n\n\n\n${sseOf(done)}`),
    ],
    [
      'answered as one JSON body',
      unframedResponse(
        JSON.stringify({
          id: 'w',
          object: 'chat.completion',
          model: 'answering',
          choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
        }),
        'application/json',
      ),
    ],
    ['answered as a list of chunks', unframedResponse(JSON.stringify(done), 'application/json')],
  ])('is whole %s', async (_, script) => {
    const { client } = await openClient(script);
    await expect(client.chatStream(REQUEST).response()).resolves.toMatchObject({
      text: 'Hi',
      model: 'answering',
      finishReason: { unified: 'stop' },
    });
  });

  test('keeps everything of a JSON body that comes in its place', async () => {
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

  test('is truncated without [DONE] and finish reason', async () => {
    const { client } = await openClient(unframedResponse(sseOf(HI, '')));
    await expect(client.chatStream(REQUEST).response()).rejects.toMatchObject({
      name: 'StreamError',
      code: 'stream_truncated',
      partial: { text: 'Hi' },
    });
  });

  test('ends at [DONE], though the connection stays open', async () => {
    const { server, client } = await openClient(({ write }) => write(unframedResponse(sseOf(done))));
    await expect(client.chatStream(REQUEST).response()).resolves.toMatchObject({ text: 'Hi' });
    await (
      await server.received()
    ).closed;
  });

  test('asks for its usage, and sends no field beside what was set', async () => {
    const { server, client } = await openClient(unframedResponse(sseOf(done)));
    await client.chatStream(REQUEST).response();
    await client.chatStream({ ...REQUEST, extra: { stream_options: null } }).response();
    expect(server.requests.map(({ body }) => JSON.parse(body))).toEqual([
      { ...REQUEST, stream_options: { include_usage: true }, stream: true },
      { ...REQUEST, stream_options: null, stream: true },
    ]);
  });
});

describe('the wire client’s stream', () => {
  const wire = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };
  const hang: RawScript = ({ write }) => write(unframedResponse(sseOf(HI, '')));

  test('gives every chunk, mended, and sends what it was given', async () => {
    const odd = { id: 'x', choices: null, usage: null };
    const { server, api } = await openApi(
      unframedResponse(sseOf([odd, { choices: [{ index: 0, content_filter_results: {} }] }, ...HI, stop()])),
    );
    const chunks: ChatCompletionChunk[] = [];
    for await (const value of api.chatCompletionsStream({ ...wire, top_k: 1, grammar: 'g' })) chunks.push(value);
    expect(chunks).toHaveLength(5);
    expect(chunks[0]).toEqual({ ...odd, choices: [] });
    expect(chunks[1]?.choices[0]?.delta).toEqual({});
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ ...wire, top_k: 1, grammar: 'g', stream: true });
  });

  test('sends nothing before the first pull', async () => {
    const { server, api } = await openApi(unframedResponse(sseOf(HI)));
    const stream = api.chatCompletionsStream(wire);
    const iterator = stream[Symbol.asyncIterator]();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(0);
    await iterator.next();
    expect(server.requests).toHaveLength(1);
  });

  test('has one consumer', async () => {
    const { api } = await openApi(unframedResponse(sseOf(HI)));
    const stream = api.chatCompletionsStream(wire);
    stream[Symbol.asyncIterator]();
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('is closed before it was read', async () => {
    const { server, api } = await openApi(unframedResponse(sseOf(HI)));
    const stream = api.chatCompletionsStream(wire);
    await stream.close();
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'closed' });
    expect(server.requests).toHaveLength(0);
  });

  test('closes the socket on break', async () => {
    const { server, api } = await openApi(hang);
    for await (const _ of api.chatCompletionsStream(wire)) break;
    await expect((await server.received()).closed).resolves.toBeUndefined();
  });

  test('closes the socket at the end of its block, and a pending pull is done', async () => {
    const { server, api } = await openApi(hang);
    let pending: Promise<unknown>;
    {
      await using stream = api.chatCompletionsStream(wire);
      const iterator = stream[Symbol.asyncIterator]();
      await iterator.next();
      await iterator.next();
      pending = iterator.next();
    }
    await expect(pending).resolves.toMatchObject({ done: true });
    await (
      await server.received()
    ).closed;
  });

  test('closes the socket on abort, and rejects', async () => {
    const { server, api } = await openApi(hang);
    const controller = new AbortController();
    const seen: unknown[] = [];
    const iterate = async (): Promise<void> => {
      for await (const value of api.chatCompletionsStream(wire, { signal: controller.signal })) {
        seen.push(value);
        if (seen.length === 2) controller.abort(new Error('enough'));
      }
    };
    await expect(iterate()).rejects.toMatchObject({
      code: 'aborted',
      cause: expect.objectContaining({ message: 'enough' }),
    });
    await (
      await server.received()
    ).closed;
  });

  test('is truncated, and an error is thrown, like any other', async () => {
    const { api } = await openApi(({ socket, path }) =>
      socket.end(unframedResponse(path === '/v1/completions' ? sseOf([{ error: 'it broke' }]) : sseOf(HI, ''))),
    );
    const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
      for await (const _ of stream);
    };
    await expect(drain(api.chatCompletionsStream(wire))).rejects.toMatchObject({ code: 'stream_truncated' });
    await expect(drain(api.textCompletionsStream({ model: 'm', prompt: 'x' }))).rejects.toMatchObject({ status: 200 });
  });
});
