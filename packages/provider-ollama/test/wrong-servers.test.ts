import { chatRequest, drain, rejectionOf, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { lastPiece, ndjson, piece, scriptServer } from './support/script-server.js';

describe('another server', () => {
  test.each<[string, ScriptedResponse, string]>([
    ['a page', { body: '<!doctype html><title>Hi</title>', contentType: 'text/html' }, 'unexpected_response'],
    ['JSON of its own', { body: { hello: 'world' } }, 'unexpected_response'],
    ['an unknown path', { status: 404, body: '404 page not found', contentType: 'text/plain' }, 'not_found'],
    ['a sentence', { body: 'Ollama is running', contentType: 'text/plain' }, 'parse_error'],
  ])('responds with %s', async (_name, response, code) => {
    const { url } = await scriptServer(() => response);
    const client = clientOf(url);
    expect(await rejectionOf(client.chat(chatRequest()))).toMatchObject({ code, provider: 'ollama' });
    expect(await rejectionOf(client.models.list())).toMatchObject({ code });
    expect(await rejectionOf(client.models.load({}))).toMatchObject({ code });
    expect(await rejectionOf(client.models.download({}))).toMatchObject({
      code: code === 'parse_error' ? 'unexpected_response' : code,
    });
    const { error } = await drain(client.chatStream(chatRequest()));
    expect(error).toMatchObject({ code: code === 'parse_error' ? 'unexpected_response' : code });
  });
});

describe('a stream that fails', () => {
  test.each<[string, ScriptedResponse, string, string]>([
    ['by a line', ndjson(piece('Hi'), { error: 'the machine broke' }), 'server_error', 'Hi'],
    ['by its end', ndjson(piece('Hi')), 'stream_truncated', 'Hi'],
    [
      'by half a line',
      { body: `${JSON.stringify(piece('Hi'))}\n{"model"`, contentType: 'application/x-ndjson' },
      'stream_truncated',
      'Hi',
    ],
    ['by a line that is not JSON', { body: `${JSON.stringify(piece('Hi'))}\noops\n` }, 'parse_error', 'Hi'],
    ['by a line of something else', ndjson(piece('Hi'), { hello: 'world' }), 'unexpected_response', 'Hi'],
  ])('%s', async (_name, response, code, text) => {
    const { url } = await scriptServer(() => response);
    const { error } = await drain(clientOf(url).chatStream(chatRequest()));
    expect(error).toMatchObject({ code, partial: { text } });
    expect((await drain(apiOf(url).chatStream({ model: 'm', messages: [] }))).error).toMatchObject({ code });
  });
});

describe('the base URL', () => {
  test.each(['', '/', '/v1', '/v1/', '/api', '/api//'])('may end with "%s"', async (end) => {
    const { url } = await scriptServer({
      'POST /api/chat': { body: lastPiece('A') },
      'POST /v1/chat/completions': { body: { choices: [{ message: { content: 'B' } }] } },
    });
    const client = clientOf(url + end);
    expect((await client.chat(chatRequest())).text).toBe('A');
    expect((await client.chat(chatRequest(), { route: 'openai' })).text).toBe('B');
  });

  test('may have a path of its own', async () => {
    const { url } = await scriptServer({ 'POST /llm/api/chat': { body: lastPiece('A') } });
    expect((await clientOf(`${url}/llm/v1`).chat(chatRequest())).text).toBe('A');
  });

  test('is refused where it is none', () => {
    expect(() => apiOf('localhost')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});
