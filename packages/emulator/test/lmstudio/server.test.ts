import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { chat, CHAT_PATH, post } from '../support/post.js';

describe('an unknown route', () => {
  test.each([
    ['GET', '/x', 200],
    ['GET', '//v1/models', 200],
    ['GET', CHAT_PATH, 200],
    ['OPTIONS', CHAT_PATH, 200],
    ['POST', '/v1/tokenize', 200],
    ['GET', '/api/v1/nothing', 404],
  ])('%s %s is a %i with the error of LM Studio', async (method, path, status) => {
    await using emulator = await startEmulator();
    const response = await fetch(`${emulator.url}${path}?a=b`, { method });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(`{"error":"Unexpected endpoint or method. (${method} ${path})"}`);
  });
});

test('a trailing slash is ignored, and the greeting identifies the server', async () => {
  await using emulator = await startEmulator();
  expect(await (await fetch(`${emulator.url}/v1/models/`)).json()).toHaveProperty('data');
  expect(await (await fetch(`${emulator.url}/lmstudio-greeting`)).json()).toEqual({ lmstudio: true });
});

describe('a token', () => {
  const TOKEN = 'sk-lm-abcd1234:abcdefghij0123456789';

  async function fetchWith(authorization?: string): Promise<[number, string]> {
    await using emulator = await startEmulator({ auth: { tokens: ['other', TOKEN] } });
    const headers = authorization === undefined ? {} : { authorization };
    const response = await post(emulator, CHAT_PATH, chat('Hi'), { headers });
    return [response.status, await response.text()];
  }

  test('is required if the option is set', async () => {
    expect(await fetchWith()).toEqual([401, expect.stringContaining('An LM Studio API token is required')]);
    expect((await fetchWith(`Bearer ${TOKEN}`))[0]).toBe(200);
  });

  test('is partly echoed if it is malformed', async () => {
    const [status, body] = await fetchWith('Bearer sk-test-12345678');
    expect(status).toBe(401);
    expect(body).toContain('Malformed');
    expect(body).toContain('sk-test-12******');
    expect(body).not.toContain('sk-test-123');
    expect(JSON.parse(body)).toMatchObject({ error: { type: 'invalid_request', code: 'invalid_api_key' } });
  });

  test('is refused if it is well-formed but unknown', async () => {
    const [status, body] = await fetchWith('Bearer sk-lm-zzzz1234:zzzzzzzzzz0123456789');
    expect([status, body]).toEqual([401, expect.stringContaining('Invalid LM Studio API token')]);
  });

  test('can be set as a single string', async () => {
    await using emulator = await startEmulator({ auth: 'secret' });
    expect((await fetch(`${emulator.url}/v1/models`)).status).toBe(401);
    const headers = { authorization: 'bearer secret' };
    expect((await fetch(`${emulator.url}/v1/models`, { headers })).status).toBe(200);
  });
});
