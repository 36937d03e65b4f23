import { isCapabilityError } from '@lmux/core';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { textOf } from './fixtures.js';
import { clientOf } from './support/clients.js';
import { refusal, scriptServer } from './support/script-server.js';

const META = { n_ctx: 2048, n_ctx_train: 8192, n_params: 134_515_008, size: 96_576_768, ftype: 'Q4_1' };
const ENTRY = { id: 'other', aliases: ['other', 'tiny'], object: 'model', owned_by: 'llamacpp', meta: META };
const SCRIPT = {
  'GET /props': { body: JSON.parse(textOf('props')) as object },
  'GET /v1/models': { body: { models: [{ name: 'other' }], object: 'list', data: [ENTRY] } },
};

const OPERATIONS: readonly (readonly [string, (client: ReturnType<typeof clientOf>) => Promise<unknown>])[] = [
  ['models.load', ({ models }) => models.load({})],
  ['models.unload', ({ models }) => models.unload('tiny')],
  ['models.download', ({ models }) => models.download({ model: 'a/b' })],
  ['models.downloadStatus', ({ models }) => models.downloadStatus('a/b')],
  ['models.delete', ({ models }) => models.delete('a/b')],
];

describe('a server with a single model', () => {
  test.each(OPERATIONS)('rejects %s and explains how to start a router', async (capability, call) => {
    const server = await scriptServer(SCRIPT);
    const error = await rejectionOf(call(clientOf(server.url)));
    expect(error).toMatchObject({ code: 'capability_unsupported', provider: 'llamacpp', retryable: false });
    expect(isCapabilityError(error) && error.missing).toEqual([{ feature: capability, routes: ['openai'] }]);
    expect(String(error)).toContain('llama-server --models-dir DIR');
    expect(server.requests.map(({ route }) => route)).toEqual(['GET /props']);
  });

  test('receives only one request for its role', async () => {
    const server = await scriptServer(SCRIPT);
    const client = clientOf(server.url);
    for (const [, call] of OPERATIONS) await rejectionOf(call(client));
    expect(server.requests).toHaveLength(1);
  });

  test('receives another request for its role after a failure', async () => {
    let up = false;
    const loading = refusal(503, 'Loading model', 'unavailable_error');
    const server = await scriptServer({ ...SCRIPT, 'GET /props': () => (up ? SCRIPT['GET /props'] : loading) });
    const client = clientOf(server.url);
    expect(await rejectionOf(client.models.load({}))).toMatchObject({ code: 'model_loading', retryable: true });
    up = true;
    expect(await rejectionOf(client.models.load({}))).toMatchObject({ code: 'capability_unsupported' });
    await rejectionOf(client.models.load({}));
    expect(server.requests).toHaveLength(2);
  });

  test('lists its model as loaded, and finds it by its aliases', async () => {
    const { models } = clientOf((await scriptServer(SCRIPT)).url);
    expect(await models.list()).toMatchObject([
      {
        id: 'other',
        loaded: true,
        aliases: ['tiny'],
        contextLength: 2048,
        maxContextLength: 8192,
        instances: [{ id: 'other', contextLength: 2048, config: { n_ctx: 2048 } }],
        sizeBytes: META.size,
        parameters: '134.5M',
        quantization: 'Q4_1',
      },
    ]);
    expect(await Promise.all(['other', 'tiny', 'none'].map((name) => models.isRunning(name)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test.each([
    ['reads the context length of a build without "meta.n_ctx" from its properties', SCRIPT['GET /props'], 2048],
    ['lists its model if its properties cannot be read', refusal(403, 'Forbidden', 'x'), undefined],
  ])('%s', async (_what, props, contextLength) => {
    const old = { ...ENTRY, meta: { n_ctx_train: 8192 } };
    const { url, requests } = await scriptServer({
      'GET /v1/models': { body: { object: 'list', data: [old] } },
      'GET /props': props,
    });
    const [model] = await clientOf(url).models.list();
    expect(model).toMatchObject({ id: 'other', loaded: true, maxContextLength: 8192 });
    expect(model?.contextLength).toBe(contextLength);
    expect(model?.instances).toMatchObject([{ id: 'other' }]);
    expect(requests).toHaveLength(2);
  });

  test('warns that its context length is another one, which a load cannot change', async () => {
    const { models } = clientOf((await scriptServer(SCRIPT)).url);
    const warning = {
      code: 'context_length_mismatch',
      message: expect.stringMatching(/2048.*A load cannot change it/),
    };
    const wanted = { model: 'tiny', contextLength: 4096 };
    for (const onMismatch of ['warn', 'reload'] as const) {
      const loaded = await models.ensureLoaded(wanted, { onMismatch });
      expect(loaded).toMatchObject({ contextLength: 2048, warnings: [warning] });
    }
  });

  test('returns its model from ensureLoaded', async () => {
    const { models } = clientOf((await scriptServer(SCRIPT)).url);
    await using loaded = await models.ensureLoaded({ model: 'other' });
    expect(loaded).toMatchObject({ instanceId: 'other', loadSeconds: 0 });
  });
});
