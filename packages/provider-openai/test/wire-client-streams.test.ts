import type { ChatCompletionChunk } from '@lmux/provider-openai';
import { sseOf, unframedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { stop } from './chunks.js';
import { openApi, type RawScript } from './open.js';
import { HI } from './hi-chunks.js';

describe('a stream of the wire client', () => {
  const wire = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };
  const hang: RawScript = ({ write }) => write(unframedResponse(sseOf(HI, '')));

  test('returns every chunk normalized and sends the request unchanged', async () => {
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

  test('sends nothing before the first read', async () => {
    const { server, api } = await openApi(unframedResponse(sseOf(HI)));
    const stream = api.chatCompletionsStream(wire);
    const iterator = stream[Symbol.asyncIterator]();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(0);
    await iterator.next();
    expect(server.requests).toHaveLength(1);
  });

  test('allows only one consumer', async () => {
    const { api } = await openApi(unframedResponse(sseOf(HI)));
    const stream = api.chatCompletionsStream(wire);
    stream[Symbol.asyncIterator]();
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('rejects reads and sends nothing after it was closed', async () => {
    const { server, api } = await openApi(unframedResponse(sseOf(HI)));
    const stream = api.chatCompletionsStream(wire);
    await stream.close();
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'closed' });
    expect(server.requests).toHaveLength(0);
  });

  test('closes the connection when the loop breaks', async () => {
    const { server, api } = await openApi(hang);
    for await (const _ of api.chatCompletionsStream(wire)) break;
    await expect((await server.received()).closed).resolves.toBeUndefined();
  });

  test('closes the connection at the end of its block and ends a pending read', async () => {
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

  test('closes the connection on abort and rejects', async () => {
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

  test('throws on truncation and on errors in the stream', async () => {
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
