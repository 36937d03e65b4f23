import { isApiError, isLmError, type ApiError } from '@lmux/core';
import { chatRequest, drain, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { scriptServer, unknownRoute } from './support/script-server.js';
import { chat, type Client, download, load, openai, ROWS, status, unload, v1 } from './support/error-rows.js';

async function serverOf(httpStatus: number, body: unknown): Promise<Client> {
  const { url } = await scriptServer(({ route }) =>
    route === 'GET /lmstudio-greeting' ? { body: { lmstudio: true } } : { status: httpStatus, body },
  );
  return clientOf(url);
}

describe('errors of LM Studio', () => {
  test.each(ROWS)('are classified: %s', async (_, call, httpStatus, body, code) => {
    const error = await rejectionOf(call(await serverOf(httpStatus, body)));
    expect(error).toMatchObject({ name: 'ApiError', code, status: httpStatus, provider: 'lmstudio', attempts: 1 });
    expect((error as Error).message.length).toBeLessThanOrEqual(500);
  });

  test.each(ROWS.filter(([, call]) => call === chat || call === openai))(
    'are classified for a stream: %s',
    async (...row) => {
      const [, call, httpStatus, body, code] = row;
      const client = await serverOf(httpStatus, body);
      const stream = client.chatStream(call === chat ? chatRequest() : { ...chatRequest(), seed: 1 });
      expect((await drain(stream)).error).toMatchObject({ name: 'ApiError', code, status: httpStatus });
    },
  );

  test.each([
    ['a chat response', (client: Client) => client.chat(chatRequest())],
    ['a list of models', (client: Client) => client.models.list()],
    ['a load response', load],
    ['an unload response', unload],
    ['a download response', download],
    ['a download status', status],
  ])('are thrown for %s without its required field', async (_, call) => {
    const error = await rejectionOf(call(await serverOf(200, { ok: true })));
    expect(error).toMatchObject({ name: 'LmError', code: 'unexpected_response' });
  });

  test('are thrown for other JSON in place of a stream, but not for a complete chat', async () => {
    const output = [{ type: 'message', content: 'Hi' }];
    const whole = await serverOf(200, { model_instance_id: 'm', output });
    expect((await whole.chatStream(chatRequest()).response()).text).toBe('Hi');
    const other = await serverOf(200, { ok: true });
    expect((await drain(other.chatStream(chatRequest()))).error).toMatchObject({ code: 'unexpected_response' });
  });

  test.each([
    ['{', 'parse_error'],
    ['', 'parse_error'],
    ['<html><title>Portal</title></html>', 'unexpected_response'],
  ])('are thrown for a body of %j', async (body, code) => {
    expect(await rejectionOf((await serverOf(200, body)).models.list())).toMatchObject({ code });
  });

  test('are the same in the wire client', async () => {
    const { url } = await scriptServer({
      'GET /api/v1/models': { status: 401, body: v1('An LM Studio API token is required') },
    });
    const error = await rejectionOf(apiOf(url).listModels());
    expect(error).toMatchObject({ code: 'authentication', status: 401, serverType: 'invalid_request' });
  });
});

describe('authentication', () => {
  const refused = (httpStatus: number) => async () => {
    const server = await scriptServer(() => ({
      status: httpStatus,
      body: v1('Malformed LM Studio API token provided: my-secret-*********. Failed to load model', {
        code: 'invalid_api_key',
      }),
    }));
    return server;
  };

  test.each([
    [401, 'authentication'],
    [403, 'permission_denied'],
  ])('status %i is not retried on the same or another route', async (httpStatus, code) => {
    const { url, requests } = await refused(httpStatus)();
    for (const call of [chat, openai, load, (client: Client) => client.models.list()]) {
      const before = requests.length;
      const error = await rejectionOf(call(clientOf(url, { apiToken: 'my-secret-token-1' })));
      expect(error).toMatchObject({ code, retryable: false, attempts: 1 });
      expect(requests.length - before).toBe(1);
    }
  });

  test('the part of the token that the server echoes is redacted', async () => {
    const { url } = await refused(401)();
    const error = await rejectionOf<ApiError>(chat(clientOf(url, { apiToken: 'my-secret-token-1' })));
    const everything = [error.message, error.stack, error.rawBody, JSON.stringify(error), String(error.cause)].join(
      '\n',
    );
    expect(everything).not.toContain('my-secret');
    expect(everything).toContain('***');
    expect(error.message).toContain('LM_API_TOKEN');
  });

  test('the token is sent as a bearer token to both APIs', async () => {
    const { url, requests } = await scriptServer(({ route }) => unknownRoute(route));
    const client = clientOf(url, { apiToken: 'sk-lm-abcdefgh:ABCDEFGHIJKLMNOPQRST' });
    await Promise.allSettled([chat(client), openai(client)]);
    const sent = requests.filter(({ route }) => route.startsWith('POST')).map(({ headers }) => headers.authorization);
    expect(sent).toEqual(Array(2).fill('Bearer sk-lm-abcdefgh:ABCDEFGHIJKLMNOPQRST'));
  });
});

describe('empty ids and models', () => {
  const api = apiOf.bind(undefined, 'http://127.0.0.1:9');
  test.each([
    ['empty_instance_id', () => api().unloadModel({ instance_id: '' })],
    ['empty_job_id', () => api().getDownloadStatus(' ')],
    ['empty_model', () => api().isModelRunning('')],
    ['empty_model', () => api().loadModel({ model: '' })],
    ['empty_model', () => api().downloadModel({ model: '' })],
  ])('are rejected with %s', async (code, call) => {
    const error = await rejectionOf(call());
    expect(isLmError(error, code as never) && !isApiError(error)).toBe(true);
  });
});
