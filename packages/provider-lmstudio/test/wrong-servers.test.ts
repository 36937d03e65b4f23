import { chatRequest, drain, freePort, rejectionOf, type ScriptedRequest, settled } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { chatResult, scriptServer, unknownRoute } from './support/script-server.js';

/** Returns the script of an LM Studio 0.4 below a path. */
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

describe('the message of an error', () => {
  test('contains the command to start a server that is not running', async () => {
    const port = await freePort();
    const client = clientOf(`http://127.0.0.1:${port}`, { retry: false });
    const expected = {
      code: 'connection_failed',
      message: expect.stringContaining(`"lms server start --port ${port}"`),
      retryable: true,
    };
    const error = await rejectionOf(client.models.list());
    expect(error).toMatchObject(expected);
    expect(error).not.toMatchObject({ message: expect.stringContaining('Check that the server is running') });
    expect((await drain(client.chatStream(chatRequest()))).error).toMatchObject(expected);
    expect(await rejectionOf(client.embed({ input: 'a' }))).toMatchObject(expected);
    expect(await rejectionOf(apiOf(`http://127.0.0.1:${port}`, { retry: false }).greeting())).toMatchObject(expected);
  });

  test('identifies an LM Studio older than 0.4', async () => {
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
      expect((error as Error).message).toMatch(/is LM Studio.*requires LM Studio 0\.4.*"openai"/);
    }
    const { message } = await rejectionOf(clientOf(url).embed({ input: 'a' }));
    expect(message).toMatch(/is LM Studio.*without this endpoint/);
  });

  test('identifies an LM Studio at another path', async () => {
    const { url } = await scriptServer({ ...lmStudio() });
    const error = await rejectionOf(clientOf(`${url}/openai`).models.list());
    expect(error).toMatchObject({ code: 'unexpected_response' });
    expect((error as Error).message).toContain(`LM Studio is at ${url}, not below /openai`);
  });

  test.each([
    ['an HTML page', once404, 'not_found'],
    ['other JSON', () => ({ body: { hello: 'world' } }), 'unexpected_response'],
    ['a JSON error for an unknown path', () => ({ status: 404, body: { detail: 'Not Found' } }), 'not_found'],
    ['plain text', () => ({ body: 'Ollama is running', contentType: 'text/plain' }), 'parse_error'],
  ])('identifies another server that returns %s', async (_, script, code) => {
    const { url } = await scriptServer(script);
    const error = await rejectionOf(clientOf(url).models.list());
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toContain(`The server at ${url} is not LM Studio`);
    expect((await drain(clientOf(url).chatStream(chatRequest()))).error).toMatchObject({
      message: expect.stringContaining('is not LM Studio'),
    });
  });

  test('does not identify a server without a response to the greeting', async () => {
    const { url } = await scriptServer(({ route }) =>
      route === 'GET /lmstudio-greeting' ? (response) => void response.destroy() : unknownRoute(route),
    );
    const { message } = await rejectionOf(clientOf(url).models.list());
    expect(message).not.toContain('not LM Studio');
  });

  test('does not blame another server for an invalid response of LM Studio', async () => {
    const { url } = await scriptServer({
      ...lmStudio(),
      'POST /v1/embeddings': { body: { data: [{ index: 0, embedding: [1, 2] }], model: 'e' } },
    });
    const { message } = await rejectionOf(clientOf(url).embed({ input: 'a', dimensions: 1, model: 'e' }));
    expect(message).toContain('dimensions');
    expect(message).not.toMatch(/Update|not LM Studio/);
  });

  test('contains no user name and no password', async () => {
    const { url } = await scriptServer(once404);
    const secret = url.replace('http://', 'http://someone:hidden@');
    const { message, stack } = await rejectionOf(clientOf(secret).models.list());
    expect(message + stack).not.toMatch(/someone|hidden/);
  });
});

describe('the greeting request', () => {
  test('is sent only after a failure, and only once', async () => {
    const { url, requests } = await scriptServer({ ...lmStudio() });
    await clientOf(url).models.list();
    expect(requests).toHaveLength(1);
    await rejectionOf(clientOf(url).embed({ input: 'a' }));
    expect(requests.map(({ route }) => route).slice(1)).toEqual(['POST /v1/embeddings', 'GET /lmstudio-greeting']);
  });

  test.each([
    ['to another origin', 'http://127.0.0.2:1/', 1],
    ['in a circle', '/api/v1/models', 6],
  ])('is not sent after a redirect %s, whose error has its own next step', async (_, location, sent) => {
    const { url, requests } = await scriptServer(() => (response) => {
      response.writeHead(307, { location }).end();
    });
    const { message } = await rejectionOf(clientOf(url).models.list());
    expect(message).toContain('redirect');
    expect(message).not.toContain('LM Studio');
    expect(requests).toHaveLength(sent);
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

  test('is rejected if it is not a URL', () => {
    expect(() => apiOf('localhost')).toThrow(expect.objectContaining({ code: 'config_invalid' }));
  });
});
