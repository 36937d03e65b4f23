import { chatRequest, drain, freePort, rejectionOf, type ScriptedRequest, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { chatResult, scriptServer, unknownRoute } from './support/script-server.js';

/** LM Studio 0.4 below a path. */
const lmStudio = (prefix = '') =>
  ({
    [`GET ${prefix}/lmstudio-greeting`]: { body: { lmstudio: true } },
    [`GET ${prefix}/api/v1/models`]: { body: { models: [] } },
    [`POST ${prefix}/api/v1/chat`]: { body: chatResult() },
  }) as const;

const once404 = ({ route }: ScriptedRequest) => ({
  status: 404,
  body: `<html><title>${route}</title></html>`,
  contentType: 'text/html',
});

describe('an error says', () => {
  test('that the server does not run, and how to start it', async () => {
    const port = await freePort();
    const client = clientOf(`http://127.0.0.1:${port}`, { retry: false });
    const expected = {
      code: 'connection_failed',
      message: expect.stringContaining(`lms server start --port ${port})`),
      retryable: true,
    };
    expect(await rejectionOf(client.models.list())).toMatchObject(expected);
    expect((await drain(client.chatStream(chatRequest()))).error).toMatchObject(expected);
    expect(await rejectionOf(client.embed({ input: 'a' }))).toMatchObject(expected);
    expect(await rejectionOf(apiOf(`http://127.0.0.1:${port}`, { retry: false }).greeting())).toMatchObject(expected);
  });

  test('that it is LM Studio from before 0.4', async () => {
    const { url } = await scriptServer(({ route }) =>
      route === 'GET /lmstudio-greeting'
        ? { body: { lmstudio: true } }
        : { body: { error: `Unexpected endpoint or method. (${route})` } },
    );
    for (const error of [
      await rejectionOf(clientOf(url).models.list()),
      await rejectionOf(clientOf(url).chat(chatRequest())),
      (await drain(clientOf(url).chatStream(chatRequest()))).error,
    ]) {
      expect(error).toMatchObject({ code: 'unexpected_response', status: 200 });
      expect((error as Error).message).toMatch(/is LM Studio.*update it.*0\.4.*"openai"/);
    }
    const { message } = await rejectionOf(clientOf(url).embed({ input: 'a' }));
    expect(message).toMatch(/is LM Studio.*does not have this route/);
  });

  test('that LM Studio is there, but under another path', async () => {
    const { url } = await scriptServer({ ...lmStudio() });
    const error = await rejectionOf(clientOf(`${url}/openai`).models.list());
    expect(error).toMatchObject({ code: 'unexpected_response' });
    expect((error as Error).message).toContain(`LM Studio is at ${url}, not below /openai`);
  });

  test.each([
    ['a page', once404, 'not_found'],
    ['JSON of its own', () => ({ body: { hello: 'world' } }), 'unexpected_response'],
    ['an unknown route as JSON', () => ({ status: 404, body: { detail: 'Not Found' } }), 'not_found'],
    ['no JSON', () => ({ body: 'Ollama is running', contentType: 'text/plain' }), 'parse_error'],
  ])('that it is another server: %s', async (_, script, code) => {
    const { url } = await scriptServer(script);
    const error = await rejectionOf(clientOf(url).models.list());
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toContain(`What listens at ${url} is not LM Studio`);
    expect((await drain(clientOf(url).chatStream(chatRequest()))).error).toMatchObject({
      message: expect.stringContaining('is not LM Studio'),
    });
  });

  test('nothing of a greeting that does not come', async () => {
    const { url } = await scriptServer(({ route }) =>
      route === 'GET /lmstudio-greeting' ? (response) => void response.destroy() : unknownRoute(route),
    );
    const { message } = await rejectionOf(clientOf(url).models.list());
    expect(message).not.toContain('not LM Studio');
  });

  test('nothing of another server where LM Studio responds wrongly by itself', async () => {
    const { url } = await scriptServer({
      ...lmStudio(),
      'POST /v1/embeddings': { body: { data: [{ index: 0, embedding: [1, 2] }], model: 'e' } },
    });
    const { message } = await rejectionOf(clientOf(url).embed({ input: 'a', dimensions: 1, model: 'e' }));
    expect(message).toContain('dimensions');
    expect(message).not.toMatch(/update|not LM Studio/);
  });

  test('no user and no password', async () => {
    const { url } = await scriptServer(once404);
    const secret = url.replace('http://', 'http://someone:hidden@');
    const { message, stack } = await rejectionOf(clientOf(secret).models.list());
    expect(message + stack).not.toMatch(/someone|hidden/);
  });
});

describe('the question who listens', () => {
  test('is put only after a failure, and never sent again', async () => {
    const { url, requests } = await scriptServer({ ...lmStudio() });
    await clientOf(url).models.list();
    expect(requests).toHaveLength(1);
    await rejectionOf(clientOf(url).embed({ input: 'a' }));
    expect(requests.map(({ route }) => route).slice(1)).toEqual(['POST /v1/embeddings', 'GET /lmstudio-greeting']);
  });

  test('ends with the call', async () => {
    const controller = new AbortController();
    const { url } = await scriptServer(({ route }) =>
      route === 'GET /lmstudio-greeting' ? () => controller.abort() : unknownRoute(route),
    );
    const error = await rejectionOf(clientOf(url).models.list({ signal: controller.signal }));
    expect(error).toMatchObject({ code: 'unexpected_response' });
  });

  test('ends with the stream', async () => {
    const { url, requests } = await scriptServer(({ route }) =>
      route === 'GET /lmstudio-greeting'
        ? (response) => void response.on('close', () => closed())
        : unknownRoute(route),
    );
    let closed = (): void => {};
    const closing = new Promise<void>((resolve) => (closed = resolve));
    const stream = clientOf(url).chatStream(chatRequest());
    const next = stream[Symbol.asyncIterator]().next();
    while (requests.length < 2) await settled();
    await stream.close();
    await closing;
    expect(await next).toEqual({ done: true, value: undefined });
  });
});

describe('the base URL', () => {
  test.each(['', '/', '/v1', '/v1/', '/api/v1', '/api/v1//', '/api/v0'])('may end with "%s"', async (end) => {
    const { url } = await scriptServer({
      ...lmStudio(),
      'POST /v1/chat/completions': { body: { choices: [{ message: { content: 'A' } }] } },
    });
    const client = clientOf(url + end);
    expect(await client.models.list()).toEqual([]);
    expect((await client.chat({ ...chatRequest(), seed: 1 })).text).toBe('A');
    expect(await apiOf(url + end).greeting()).toEqual({ lmstudio: true });
  });

  test('may have a path of its own', async () => {
    const { url } = await scriptServer({ ...lmStudio('/llm') });
    expect(await clientOf(`${url}/llm/v1`).models.list()).toEqual([]);
    expect(await apiOf(`${url}/llm`).listModels()).toEqual({ models: [] });
  });

  test('is refused where it is none', () => {
    expect(() => apiOf('localhost')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});
