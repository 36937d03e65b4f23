import { FakeClock } from '@lmux/core/testing';
import type { ServerResponse } from 'node:http';
import { drain, rejectionOf, type Script, type ScriptedRequest, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { apiOf, clientOf } from './support/clients.js';
import { ndjson, scriptServer } from './support/script-server.js';

const FUTURE = '2326-11-22T13:47:32Z';
const PAST = '2020-01-01T00:00:00Z';

function installed(name: string, more: object = {}): object {
  return {
    name,
    model: name,
    size: 5,
    digest: `${name}-digest`,
    details: { family: 'llama', format: 'gguf' },
    ...more,
  };
}

function running(name: string, more: object = {}): object {
  return { ...installed(name), expires_at: FUTURE, context_length: 2048, size_vram: 0, ...more };
}

function shown(capabilities: string[], family = 'llama'): ScriptedResponse {
  return {
    body: {
      details: { family },
      capabilities,
      model_info: { 'general.architecture': family, [`${family}.context_length`]: 8192, 'general.basename': 'smol' },
    },
  };
}

/** A server whose list of running models is what the test says at the moment. */
function server(
  state: { running: object[]; installed?: object[] },
  more: Readonly<Record<string, ScriptedResponse>> = {},
) {
  const script: Script = (request) => {
    if (request.route === 'GET /api/ps') return { body: { models: state.running } };
    if (request.route === 'GET /api/tags') return { body: { models: state.installed ?? [] } };
    return more[request.route] ?? { status: 404, body: { error: "model 'x' not found" } };
  };
  return scriptServer(script);
}

describe('the list', () => {
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

  test('joins what is installed, what runs and what each can do', async () => {
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
      maxContextLength: 8192,
      displayName: 'smol',
      instances: [{ id: 'chat:latest', config: { context_length: 2048, expires_at: FUTURE } }],
    });
    expect(list[2]).toMatchObject({ architecture: 'nomic-bert', maxContextLength: 8192, instances: [] });
    // What has been shown once is known by its digest; the broken one is asked again.
    const before = requests.length;
    expect(await client.models.list()).toEqual(list);
    expect(requests.slice(before).filter(({ route }) => route === 'POST /api/show')).toMatchObject([
      { body: { model: 'broken:latest' } },
    ]);
  });

  test('has a model of two names loaded under both', async () => {
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

  test('ends with its call', async () => {
    const leave = new AbortController();
    const { url } = await scriptServer((request) =>
      request.route === 'POST /api/show' ? () => leave.abort() : script(request),
    );
    expect(await rejectionOf(clientOf(url).models.list({ signal: leave.signal }))).toMatchObject({ code: 'aborted' });
  });
});

describe('isRunning', () => {
  test.each([
    ['chat', true],
    ['chat:latest', true],
    ['CHAT', true],
    ['chat:7b', false],
    ['leaving', false],
    ['nick', true],
    ['other', false],
  ])('%s: %s', async (name, expected) => {
    const { url } = await server({
      running: [running('chat:latest'), running('leaving:latest', { expires_at: PAST })],
      // One model of two names is listed by the name that it was loaded by.
      installed: [installed('nick:latest', { digest: 'chat:latest-digest' }), installed('other:latest')],
    });
    expect(await clientOf(url).models.isRunning(name)).toBe(expected);
  });

  test("goes by the server's time", async () => {
    const soon = new Date('2030-01-01T00:00:00Z').toUTCString();
    const { url } = await scriptServer(() => (response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json', date: soon });
      response.end(JSON.stringify({ models: [running('chat:latest', { expires_at: '2029-12-31T00:00:00Z' })] }));
    });
    expect(await clientOf(url).models.isRunning('chat')).toBe(false);
  });
});

describe('load', () => {
  const LOADED: ScriptedResponse = { body: { model: 'chat', response: '', done: true, done_reason: 'load' } };

  test('is a request without a prompt', async () => {
    const { url, requests } = await server(
      { running: [running('chat:latest')] },
      { 'POST /api/show': shown(['completion']), 'POST /api/generate': LOADED },
    );
    const loaded = await clientOf(url).models.load({
      model: 'chat',
      contextLength: 4096,
      evalBatchSize: 64,
      flashAttention: true,
      extra: { keep_alive: '5m', options: { num_gpu: 0 } },
    });
    expect(loaded).toMatchObject({
      instanceId: 'chat:latest',
      type: 'llm',
      config: { context_length: 2048 },
      warnings: [
        { code: 'feature_dropped', feature: 'flashAttention' },
        { code: 'context_length_mismatch', message: expect.stringContaining('2048') },
      ],
    });
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/show', 'POST /api/generate', 'GET /api/ps']);
    expect(requests[1]?.body).toEqual({
      model: 'chat',
      options: { num_ctx: 4096, num_batch: 64, num_gpu: 0 },
      keep_alive: '5m',
      stream: false,
    });
  });

  test('is an empty text for an embedding model', async () => {
    const { url, requests } = await server(
      { running: [] },
      { 'POST /api/show': shown(['embedding']), 'POST /api/embed': { body: { model: 'vectors', embeddings: [] } } },
    );
    expect(await clientOf(url).models.load({ model: 'vectors' })).toMatchObject({
      instanceId: 'vectors',
      type: 'embedding',
      warnings: [],
    });
    expect(requests[1]).toMatchObject({ route: 'POST /api/embed', body: { model: 'vectors', input: '' } });
  });

  test('fails for a model that is not there', async () => {
    const { url } = await server({ running: [] });
    expect(await rejectionOf(clientOf(url).models.load({ model: 'x' }))).toMatchObject({ code: 'model_not_found' });
  });
});

describe('unload', () => {
  const UNLOADED: ScriptedResponse = { body: { model: 'chat', response: '', done: true, done_reason: 'unload' } };

  test('waits until the model is gone', async () => {
    const state = { running: [running('chat:latest')] };
    const { url, requests } = await server(state, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    const unloading = clientOf(url, {}, { clock }).models.unload('chat:latest');
    await expect.poll(() => clock.timers, { interval: 1, timeout: 20_000 }).toBeGreaterThan(0);
    await expect.poll(() => requests.length, { interval: 1, timeout: 20_000 }).toBe(2);
    state.running = [running('chat:latest', { expires_at: PAST })];
    await expect.poll(() => (clock.advance(50), requests.length), { interval: 1, timeout: 20_000 }).toBe(3);
    expect(await unloading).toEqual({ instanceId: 'chat:latest' });
    expect(requests[0]?.body).toEqual({ model: 'chat:latest', keep_alive: 0, stream: false });
    expect(clock.timers).toBe(0);
  });

  test('waits for a model that runs under another name', async () => {
    const state = {
      running: [running('chat:latest')],
      installed: [installed('nick:latest', { digest: 'chat:latest-digest' })],
    };
    const { url, requests } = await server(state, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    const unloading = clientOf(url, {}, { clock }).models.unload('nick');
    await clock.waitForTimer(50);
    state.running = [];
    clock.advance(50);
    expect(await unloading).toEqual({ instanceId: 'nick' });
    expect(requests.filter(({ route }) => route === 'GET /api/ps')).toHaveLength(2);
  });

  test('does not wait for ever', async () => {
    const { url } = await server({ running: [running('chat:latest')] }, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    let over = false;
    const unloading = clientOf(url, {}, { clock })
      .models.unload('chat')
      .finally(() => (over = true));
    await expect.poll(() => (clock.advance(800), over), { interval: 1, timeout: 20_000 }).toBe(true);
    expect(await unloading).toEqual({ instanceId: 'chat' });
  });

  test.each([
    ['abort', 'aborted'],
    ['close', 'closed'],
  ] as const)('ends at once by %s', async (how, code) => {
    const { url, requests } = await server({ running: [running('chat:latest')] }, { 'POST /api/generate': UNLOADED });
    const clock = new FakeClock();
    const client = clientOf(url, {}, { clock });
    const leave = new AbortController();
    const failing = rejectionOf(client.models.unload('chat', { signal: leave.signal }));
    await expect.poll(() => requests.length, { interval: 1, timeout: 20_000 }).toBe(2);
    // The pause, and the clock of the whole call.
    await expect.poll(() => clock.timers, { interval: 1, timeout: 20_000 }).toBe(2);
    if (how === 'abort') leave.abort();
    else await client.close();
    expect(await failing).toMatchObject({ provider: 'ollama', code });
    expect(clock.timers).toBe(0);
  });
});

describe('download', () => {
  const layer = (completed?: number): object => ({
    status: 'pulling a',
    digest: 'sha256:a',
    total: 100,
    ...(completed === undefined ? {} : { completed }),
  });

  /** A pull whose lines the test sends. */
  async function pulling() {
    let response: ServerResponse | undefined;
    let closed = false;
    const opened = await scriptServer(({ route }) => {
      if (route !== 'POST /api/pull') return { status: 404, body: { error: "model 'far' not found" } };
      return (pull) => {
        response = pull;
        pull.on('close', () => (closed = true));
        pull.writeHead(200, { 'content-type': 'application/x-ndjson' });
        pull.write(`${JSON.stringify({ status: 'pulling manifest' })}\n`);
      };
    });
    const send = async (...values: object[]): Promise<void> => {
      await expect.poll(() => response, { interval: 1, timeout: 20_000 }).toBeDefined();
      for (const value of values) response?.write(`${JSON.stringify(value)}\n`);
    };
    return { ...opened, send, end: () => response?.end(), closed: () => closed };
  }

  test('is watched to its end', async () => {
    const { url, send, requests } = await pulling();
    const client = clientOf(url);
    const [job] = await Promise.all([client.models.download({ model: 'far' }), send(layer())]);
    expect(job).toMatchObject({
      jobId: 'far',
      status: 'downloading',
      totalBytes: 100,
      downloadedBytes: 0,
      fraction: 0,
    });
    const seen: (number | undefined)[] = [];
    for await (const { fraction } of client.models.watchDownload(job, { intervalMs: 1 })) {
      if (seen.at(-1) !== fraction) seen.push(fraction);
      if (fraction === 0) await send(layer(50));
      if (fraction === 0.5) await send(layer(100), { status: 'success' });
    }
    expect(seen.at(0)).toBe(0);
    expect(seen).toContain(0.5);
    expect(seen.at(-1)).toBe(1);
    expect(await client.models.downloadStatus('far')).toMatchObject({ status: 'completed', fraction: 1 });
    expect(requests).toHaveLength(1);
    expect(requests[0]?.body).toEqual({ model: 'far', stream: true });
  });

  test('of what is there already', async () => {
    const { url } = await scriptServer(() => ndjson({ status: 'pulling manifest' }, layer(100), { status: 'success' }));
    expect(await clientOf(url).models.download({ model: 'near' })).toMatchObject({
      jobId: 'near',
      status: 'already_downloaded',
      fraction: 1,
    });
  });

  test('fails where the model is not known', async () => {
    const { url } = await scriptServer(() =>
      ndjson({ status: 'pulling manifest' }, { error: 'pull model manifest: file does not exist' }),
    );
    expect(await rejectionOf(clientOf(url).models.download({ model: 'nope' }))).toMatchObject({
      code: 'model_not_found',
      status: 200,
    });
  });

  test.each<[string, object | undefined, RegExp]>([
    ['by an error in the middle', { error: 'max retries exceeded: EOF' }, /max retries exceeded/],
    ['by an end in the middle', undefined, /ended before its last line/],
  ])('fails %s', async (_name, line, said) => {
    const { url, send, end } = await pulling();
    const client = clientOf(url);
    const [job] = await Promise.all([client.models.download({ model: 'far' }), send(layer(10))]);
    if (line === undefined) end();
    else await send(line);
    const { error } = await drain(client.models.watchDownload(job, { intervalMs: 1 }));
    expect(error).toMatchObject({ code: 'download_failed', message: expect.stringMatching(said) });
    expect(await client.models.downloadStatus('far')).toMatchObject({
      status: 'failed',
      downloadedBytes: 10,
      error: expect.stringMatching(said),
    });
  });

  // What is closed knows no jobs any more.
  test.each([
    ['abort', { status: 'failed' }],
    ['close', { code: 'closed' }],
  ] as const)('ends by %s, and the server is told', async (how, after) => {
    const { url, send, closed } = await pulling();
    const client = clientOf(url);
    const leave = new AbortController();
    await Promise.all([client.models.download({ model: 'far' }, { signal: leave.signal }), send(layer(10))]);
    if (how === 'abort') leave.abort();
    else await client.close();
    await expect.poll(closed, { interval: 1, timeout: 20_000 }).toBe(true);
    const asked = client.models.downloadStatus('far').catch((error: unknown) => error);
    expect(await asked).toMatchObject(after);
  });

  test('of somebody else: by what is there', async () => {
    const { url } = await scriptServer(({ body }) =>
      (body as { model: string }).model === 'near'
        ? shown(['completion'])
        : { status: 404, body: { error: "model 'far' not found" } },
    );
    const client = clientOf(url);
    expect(await client.models.downloadStatus('near')).toMatchObject({
      jobId: 'near',
      status: 'completed',
      fraction: 1,
    });
    expect(await rejectionOf(client.models.downloadStatus('far'))).toMatchObject({ code: 'job_not_found' });
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
