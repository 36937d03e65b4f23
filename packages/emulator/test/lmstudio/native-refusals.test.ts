import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { check } from '../support/check-schema.js';
import { post } from '../support/post.js';
import { withEmulator } from '../support/with-emulator.js';
import { DOWNLOAD, LOAD, NATIVE_CHAT, refusal, UNLOAD } from './native-requests.js';
import { ERROR_BODY } from './schemas/errors.js';

const emulator = withEmulator({
  models: [{ id: 'plain' }, { id: 'thinking', reasoning: true }, { id: 'vectors', type: 'embedding' }],
});

const invalid = (code: string, param: string | null, message: unknown = expect.any(String)): object => ({
  message,
  type: 'invalid_request',
  code,
  param,
});

const CHAT = { model: 'plain', input: 'Hi' };

describe('an unknown key is refused', () => {
  test.each(['ttl', 'stop', 'seed', 'draft_model', 'response_format', 'tools', 'messages'])(
    'in a chat: %s',
    async (key) => {
      expect(await refusal(emulator(), NATIVE_CHAT, { ...CHAT, [key]: null })).toEqual(
        invalid('unrecognized_keys', null, `Unrecognized key(s) in object: '${key}'`),
      );
    },
  );

  test.each<[string, object]>([
    [LOAD, { model: 'plain', ttl: 60, parallel: 2 }],
    [UNLOAD, { instance_id: 'plain', model: 'plain' }],
    [DOWNLOAD, { model: 'a/b', variant: 'x' }],
  ])('by %s', async (path, body) => {
    expect(await refusal(emulator(), path, body)).toMatchObject({ code: 'unrecognized_keys' });
  });
});

describe('a missing field is refused', () => {
  test.each<[string, object, string]>([
    [NATIVE_CHAT, { input: 'Hi' }, 'model'],
    [NATIVE_CHAT, { model: 'plain' }, 'input'],
    [LOAD, {}, 'model'],
    [UNLOAD, {}, 'instance_id'],
    [DOWNLOAD, {}, 'model'],
    [NATIVE_CHAT, { ...CHAT, input: [{ type: 'text', text: 'Hi' }] }, 'input.0.content'],
    [NATIVE_CHAT, { ...CHAT, input: [{ type: 'text', content: 'Hi' }, { type: 'image' }] }, 'input.1.data_url'],
    [NATIVE_CHAT, { ...CHAT, integrations: [{ type: 'plugin' }] }, 'integrations.0.id'],
  ])('by %s: %j', async (path, body, param) => {
    expect(await refusal(emulator(), path, body)).toEqual(
      invalid('missing_required_parameter', param, `"${param}" is required`),
    );
  });
});

describe('a chat is refused', () => {
  test.each<[object, string, string]>([
    [{ model: 7 }, 'invalid_type', 'model'],
    [{ input: null }, 'invalid_type', 'input'],
    [{ input: 7 }, 'invalid_type', 'input'],
    [{ input: ['Hi'] }, 'invalid_union', 'input'],
    [{ input: [{ type: 'image', data_url: 'https://example.com/a.png' }] }, 'invalid_value', 'input.0.data_url'],
    [{ stream: 'yes' }, 'invalid_type', 'stream'],
    [{ temperature: null }, 'invalid_type', 'temperature'],
    [{ temperature: 1.5 }, 'invalid_value', 'temperature'],
    [{ top_p: -1 }, 'invalid_value', 'top_p'],
    [{ repeat_penalty: -1 }, 'invalid_value', 'repeat_penalty'],
    [{ top_k: 1.5 }, 'invalid_value', 'top_k'],
    [{ top_k: '1' }, 'invalid_type', 'top_k'],
    [{ max_output_tokens: 0 }, 'invalid_value', 'max_output_tokens'],
    [{ reasoning: 'on' }, 'invalid_value', 'reasoning'],
    [{ model: 'thinking', reasoning: 'xhigh' }, 'invalid_value', 'reasoning'],
    [{ model: 'vectors' }, 'invalid_value', 'model'],
    [{ integrations: 'mcp/x' }, 'invalid_type', 'integrations'],
    [{ integrations: [7] }, 'invalid_type', 'integrations.0'],
    [{ integrations: [{ type: 'function' }] }, 'invalid_union', 'integrations.0'],
  ])('with %j', async (extra, code, param) => {
    expect(await refusal(emulator(), NATIVE_CHAT, { ...CHAT, ...extra })).toEqual(invalid(code, param));
  });

  test.each(['http://localhost:3000/mcp', 'http://127.0.0.1/mcp', 'no address'])(
    'with the MCP server %s',
    async (url) => {
      const integrations = [{ type: 'ephemeral_mcp', server_label: 'x', server_url: url, headers: { a: 'b' } }];
      expect(await refusal(emulator(), NATIVE_CHAT, { ...CHAT, integrations })).toEqual(
        invalid('invalid_value', 'integrations.0.server_url'),
      );
    },
  );

  test('with the supported reasoning settings in the message', async () => {
    const error = await refusal(emulator(), NATIVE_CHAT, { ...CHAT, model: 'thinking', reasoning: 'xhigh' });
    expect(error).toMatchObject({ message: expect.stringContaining("'off', 'on'") });
  });

  test('with one sentence for each item of type "message", although the docs list that type', async () => {
    const input = [{ type: 'message', content: 'Hi' }, { type: 'text', content: 'Hi' }, { type: 'message' }];
    const sentence = "Invalid discriminator value. Expected 'text' | 'image'";
    expect(await refusal(emulator(), NATIVE_CHAT, { ...CHAT, input })).toEqual(
      invalid('invalid_union', 'input', `${sentence}, ${sentence}`),
    );
  });
});

test('an unknown model is refused even if only one is loaded, with and without streaming', async () => {
  for (const stream of [false, true]) {
    expect(await refusal(emulator(), NATIVE_CHAT, { ...CHAT, model: 'gpt-4', stream }, 404)).toEqual(
      invalid('model_not_found', 'model', expect.stringMatching(/^Invalid model identifier "gpt-4"/)),
    );
  }
  await using strict = await startEmulator({ jit: false, models: [{ id: 'plain' }, { id: 'sleeping' }] });
  expect(await refusal(strict, NATIVE_CHAT, { ...CHAT, model: 'sleeping' }, 404)).toMatchObject({
    code: 'model_not_found',
  });
});

test('an image is refused for a model without vision', async () => {
  const input = [{ type: 'image', data_url: 'data:image/png;base64,AA==' }];
  expect(await refusal(emulator(), NATIVE_CHAT, { ...CHAT, input })).toMatch(/plain does not support image inputs/);
});

describe('every POST route', () => {
  test.each([NATIVE_CHAT, LOAD, UNLOAD, DOWNLOAD])('%s requires JSON with a JSON Content-Type', async (path) => {
    const url = emulator().url + path;
    const broken = await fetch(url, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } });
    const body: unknown = await broken.json();
    expect([broken.status, body]).toMatchObject([400, { error: { type: 'invalid_request', code: 'invalid_json' } }]);
    check(ERROR_BODY, body);
    const text = await post(emulator(), path, CHAT, { headers: { 'content-type': 'text/plain' } });
    expect(text.status).toBe(415);
  });
});

describe('a route that does not exist', () => {
  const ROUTES: [string, string][] = [
    ['GET', '/api/v1/models/download/status'],
    ['GET', '/api/v1/models/download/status/'],
    ['DELETE', '/api/v1/models/download/status/job_1'],
    ['GET', '/api/v1/models/plain'],
    ['GET', '/api/v1/chat'],
    ['DELETE', '/api/v1/models'],
    ['POST', '/api/v1/models'],
  ];

  test.each(ROUTES)('%s %s is a 404', async (method, path) => {
    const response = await fetch(emulator().url + path, { method });
    expect([response.status, await response.text()]).toEqual([
      404,
      `{"error":"Unexpected endpoint or method. (${method} ${path})"}`,
    ]);
  });

  test('is a 200 on a server before 0.4, like all other routes under /api/v1', async () => {
    await using old = await startEmulator({ nativeApi: false });
    const text = (method: string, path: string): string =>
      `{"error":"Unexpected endpoint or method. (${method} ${path})"}`;
    for (const [method, path] of [...ROUTES, ['POST', NATIVE_CHAT], ['GET', '/api/v1/models']] as const) {
      const response = await fetch(old.url + path, { method });
      expect([response.status, await response.text()]).toEqual([200, text(method, path)]);
    }
  });
});
