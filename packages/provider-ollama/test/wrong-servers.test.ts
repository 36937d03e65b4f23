import { freePort, chatRequest, drain, rejectionOf, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { lastPiece, ndjson, piece, scriptServer } from './support/script-server.js';

describe('another server', () => {
  test.each<[string, ScriptedResponse, string]>([
    ['an HTML page', { body: '<!doctype html><title>Hi</title>', contentType: 'text/html' }, 'unexpected_response'],
    ['other JSON', { body: { hello: 'world' } }, 'unexpected_response'],
    ['404', { status: 404, body: '404 page not found', contentType: 'text/plain' }, 'not_found'],
    ['plain text', { body: 'Ollama is running', contentType: 'text/plain' }, 'parse_error'],
  ])('that responds with %s is recognized', async (_name, response, code) => {
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

test('the error of a server that is not running contains the command that starts it', async () => {
  const client = clientOf(`http://127.0.0.1:${await freePort()}`, { retry: false });
  const expected = {
    code: 'connection_failed',
    message: expect.stringMatching(/\)\. Start Ollama with "ollama serve"/),
  };
  expect(await rejectionOf(client.chat(chatRequest()))).toMatchObject(expected);
  expect((await drain(client.chatStream(chatRequest()))).error).toMatchObject(expected);
});

test('the error of a missing model contains the command that downloads it', async () => {
  const { url } = await scriptServer(() => ({
    status: 404,
    body: { error: 'model "m" not found, try pulling it first' },
  }));
  expect(await rejectionOf(clientOf(url).chat(chatRequest()))).toMatchObject({
    code: 'model_not_found',
    message: expect.stringContaining('"ollama pull NAME"'),
  });
});

describe('a stream fails', () => {
  test.each<[string, ScriptedResponse, string, string]>([
    ['with an error line', ndjson(piece('Hi'), { error: 'the machine broke' }), 'server_error', 'Hi'],
    ['when it ends early', ndjson(piece('Hi')), 'stream_truncated', 'Hi'],
    [
      'when it ends within a line',
      { body: `${JSON.stringify(piece('Hi'))}\n{"model"`, contentType: 'application/x-ndjson' },
      'stream_truncated',
      'Hi',
    ],
    ['on a line that is not JSON', { body: `${JSON.stringify(piece('Hi'))}\noops\n` }, 'parse_error', 'Hi'],
    ['on JSON that is not a chat line', ndjson(piece('Hi'), { hello: 'world' }), 'unexpected_response', 'Hi'],
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

  test('may have a path prefix', async () => {
    const { url } = await scriptServer({ 'POST /llm/api/chat': { body: lastPiece('A') } });
    expect((await clientOf(`${url}/llm/v1`).chat(chatRequest())).text).toBe('A');
  });

  test('is rejected if it is not a URL', () => {
    expect(() => apiOf('localhost')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});
