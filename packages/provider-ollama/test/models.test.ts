import type { ServerResponse } from 'node:http';
import { drain, rejectionOf, type ScriptedRequest, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { ndjson, scriptServer } from './support/script-server.js';
import { FUTURE, installed, PAST, running, server, shown } from './support/installed-models.js';

describe('list', () => {
  const models = ['chat:latest', 'seeing:7b', 'vectors:latest', 'thinker:latest', 'oss:latest', 'broken:latest'];
  const abilities: Record<string, ScriptedResponse> = {
    'chat:latest': shown(['completion', 'tools']),
    'seeing:7b': shown(['completion', 'vision']),
    'vectors:latest': shown(['embedding'], 'nomic-bert'),
    'thinker:latest': shown(['completion', 'thinking'], 'qwen3'),
    'oss:latest': shown(['completion', 'thinking'], 'gptoss'),
  };
  const script = ({ route, body }: ScriptedRequest): ScriptedResponse => {
    if (route === 'GET /api/tags') return { body: { models: models.map((name) => installed(name)) } };
    if (route === 'GET /api/ps')
      return { body: { models: [running('chat:latest'), running('seeing:7b', { expires_at: PAST })] } };
    return abilities[(body as { model: string }).model] ?? { status: 500, body: { error: 'broken' } };
  };

  test('combines installed models, running models and their capabilities', async () => {
    const { url, requests } = await scriptServer(script);
    const client = clientOf(url);
    const list = await client.models.list();
    expect(list.map(({ id, type, loaded, capabilities }) => [id, type, loaded, capabilities])).toEqual([
      ['chat:latest', 'llm', true, { vision: false, toolUse: true }],
      ['seeing:7b', 'llm', false, { vision: true, toolUse: false }],
      ['vectors:latest', 'embedding', false, { vision: false, toolUse: false }],
      ['thinker:latest', 'llm', false, { vision: false, toolUse: false, reasoning: { allowed: ['off', 'on'] } }],
      [
        'oss:latest',
        'llm',
        false,
        { vision: false, toolUse: false, reasoning: { allowed: ['low', 'medium', 'high'] } },
      ],
      ['broken:latest', 'unknown', false, {}],
    ]);
    expect(list[0]).toMatchObject({
      contextLength: 2048,
      maxContextLength: 8192,
      displayName: 'smol',
      instances: [{ id: 'chat:latest', contextLength: 2048, config: { context_length: 2048, expires_at: FUTURE } }],
    });
    expect(list[2]).toMatchObject({ architecture: 'nomic-bert', maxContextLength: 8192, instances: [] });
    // Responses of /api/show are cached by digest. Only the model whose request failed is requested again.
    const before = requests.length;
    expect(await client.models.list()).toEqual(list);
    expect(requests.slice(before).filter(({ route }) => route === 'POST /api/show')).toMatchObject([
      { body: { model: 'broken:latest' } },
    ]);
  });

  test.each<[what: string, ps: ScriptedResponse]>([
    ['fails', { status: 500, body: { error: 'x' } }],
    ['is forbidden by a proxy', { status: 403, body: 'no', contentType: 'text/plain' }],
    ['is missing', { status: 404, body: '404 page not found', contentType: 'text/plain' }],
    ['is not a list', { body: { models: 5 } }],
  ])('does not know what is loaded if the list of running models %s', async (_what, ps) => {
    const { url } = await scriptServer({
      'GET /api/tags': { body: { models: [installed('chat:latest')] } },
      'GET /api/ps': ps,
      'POST /api/show': shown(['completion']),
    });
    const [model, ...others] = await clientOf(url, { retry: false }).models.list();
    expect(others).toEqual([]);
    expect(model).toMatchObject({ id: 'chat:latest', type: 'llm', loaded: undefined, instances: [] });
    expect(model).not.toHaveProperty('contextLength');
  });

  test('skips entries that are not models', async () => {
    const entries = [null, 'chat', 5, [], {}, { name: 7 }, { name: '' }, installed('chat:latest')];
    const { url } = await scriptServer({
      'GET /api/tags': { body: { models: entries } },
      'GET /api/ps': { body: { models: [null, running('chat:latest')] } },
      'POST /api/show': shown(['completion']),
    });
    expect(await clientOf(url).models.list()).toMatchObject([{ id: 'chat:latest', type: 'llm', loaded: true }]);
  });

  test('fails if the list of installed models fails', async () => {
    const { url } = await scriptServer({
      'GET /api/tags': { status: 401, body: { error: 'unauthorized' } },
      'GET /api/ps': { body: { models: [] } },
    });
    expect(await rejectionOf(clientOf(url).models.list())).toMatchObject({ code: 'authentication' });
  });

  test('reports a model with two names as loaded under both', async () => {
    const state = {
      running: [running('chat:latest')],
      installed: [installed('chat:latest'), installed('nick:latest', { digest: 'chat:latest-digest' })],
    };
    const { url } = await server(state, { 'POST /api/show': shown(['completion']) });
    expect(await clientOf(url).models.list()).toMatchObject([
      { id: 'chat:latest', aliases: ['chat'], loaded: true, instances: [{ id: 'chat:latest' }] },
      { id: 'nick:latest', aliases: ['nick'], loaded: true, instances: [{ id: 'chat:latest' }] },
    ]);
  });

  test('rejects when the call is aborted', async () => {
    const controller = new AbortController();
    const { url } = await scriptServer((request) =>
      request.route === 'POST /api/show' ? () => controller.abort() : script(request),
    );
    expect(await rejectionOf(clientOf(url).models.list({ signal: controller.signal }))).toMatchObject({
      code: 'aborted',
    });
  });
});

describe('isRunning', () => {
  test.each([
    ['chat', true],
    ['chat:latest', true],
    ['CHAT', true],
    ['chat:7b', false],
    ['expiring', false],
    ['nick', true],
    ['other', false],
  ])('of %s is %s', async (name, expected) => {
    const { url } = await server({
      running: [running('chat:latest'), running('expiring:latest', { expires_at: PAST })],
      // A model with two names is listed under the name that it was loaded with.
      installed: [installed('nick:latest', { digest: 'chat:latest-digest' }), installed('other:latest')],
    });
    expect(await clientOf(url).models.isRunning(name)).toBe(expected);
  });

  test("compares expires_at with the server's time", async () => {
    const soon = new Date('2030-01-01T00:00:00Z').toUTCString();
    const { url } = await scriptServer(() => (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json', date: soon });
      response.end(JSON.stringify({ models: [running('chat:latest', { expires_at: '2029-12-31T00:00:00Z' })] }));
    });
    expect(await clientOf(url).models.isRunning('chat')).toBe(false);
  });
});

test('the wire client lists, shows, pulls and deletes', async () => {
  const { url, requests } = await server(
    { running: [running('chat:latest')] },
    {
      'GET /api/tags': { body: { models: null } },
      'GET /api/version': { body: { version: '0.17.4' } },
      'POST /api/show': shown(['completion']),
      'POST /api/pull': ndjson({ status: 'pulling manifest' }, { status: 'success' }),
      'DELETE /api/delete': { body: '' },
    },
  );
  const api = apiOf(url, { apiToken: 'sk-secret' });
  expect(await api.list()).toEqual({ models: [] });
  expect(await api.version()).toEqual({ version: '0.17.4' });
  expect((await api.ps()).models).toHaveLength(1);
  expect((await api.show({ model: 'chat' })).capabilities).toEqual(['completion']);
  expect((await drain(api.pull({ model: 'chat' }))).values).toEqual([
    { status: 'pulling manifest' },
    { status: 'success' },
  ]);
  await api.delete({ model: 'chat' });
  expect(requests.at(-1)).toMatchObject({
    route: 'DELETE /api/delete',
    body: { model: 'chat' },
    headers: { authorization: 'Bearer sk-secret' },
  });
  expect(await rejectionOf(api.delete({ model: ' ' }))).toMatchObject({ code: 'empty_model' });
});
