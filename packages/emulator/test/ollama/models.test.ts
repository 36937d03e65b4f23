import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Emulator } from '../../src/index.js';
import { check } from '../support/check-schema.js';
import { manualClock } from '../support/manual-clock.js';
import { post, postJson } from '../support/post.js';
import type { Schema } from '../support/schema-shapes.js';
import { postLines } from './post-lines.js';
import { CHAT_LINE, EMBED_REPLY, RUNNING, SHOWN, TAGS, TEXT_LINE } from './schemas.js';

const MODELS = [
  { id: 'plain', loaded: false, architecture: 'llama', parameters: '4B', contextLength: 4096, reasoning: true },
  { id: 'library/embedder:v2', type: 'embedding', dimensions: 8 },
] as const;

async function get<T>(emulator: Emulator, path: string, schema: Schema): Promise<T> {
  const response = await fetch(emulator.url + path);
  expect(response.status).toBe(200);
  const body = (await response.json()) as T;
  check(schema, body);
  return body;
}

interface Running {
  readonly models: readonly { readonly name: string; readonly expires_at: string; readonly context_length: number }[];
}

const running = (emulator: Emulator): Promise<Running> => get(emulator, '/api/ps', RUNNING);

async function site() {
  const clock = manualClock();
  const emulator = await startEmulator({ as: 'ollama', models: MODELS, nowMs: clock.nowMs });
  return { emulator, clock, [Symbol.asyncDispose]: () => emulator.close() };
}

test('serves GET / and /api/version and refuses unknown paths', async () => {
  await using at = await site();
  const text = async (path: string, method = 'GET'): Promise<unknown[]> => {
    const response = await fetch(at.emulator.url + path, { method });
    return [response.status, response.headers.get('content-type'), await response.text()];
  };
  expect(await text('/')).toEqual([200, 'text/plain; charset=utf-8', 'Ollama is running']);
  expect(await text('/', 'HEAD')).toEqual([200, 'text/plain; charset=utf-8', '']);
  expect(await text('/api/version')).toEqual([200, 'application/json; charset=utf-8', '{"version":"0.17.4"}']);
  expect(await text('/nothing')).toEqual([404, 'text/plain', '404 page not found']);
  expect(await text('/api/chat')).toEqual([405, 'text/plain', '405 method not allowed']);
});

test('lists the installed models and shows their capabilities', async () => {
  await using at = await site();
  const { models } = await get<{ models: { name: string }[] }>(at.emulator, '/api/tags', TAGS);
  expect(models.map(({ name }) => name)).toEqual(['plain:latest', 'library/embedder:v2']);
  const shown = await postJson(at.emulator, '/api/show', { model: 'plain' });
  check(SHOWN, shown);
  expect(shown).toMatchObject({
    capabilities: ['completion', 'tools', 'thinking'],
    details: { family: 'llama', parameter_size: '4B', quantization_level: 'Q4_K_M' },
    model_info: { 'general.architecture': 'llama', 'general.parameter_count': 4e9, 'llama.context_length': 4096 },
  });
  const embedder = await postJson(at.emulator, '/api/show', { model: 'library/embedder:v2' });
  expect(embedder).toMatchObject({ capabilities: ['embedding'] });
  expect(await postJson(at.emulator, '/api/show', { model: 'nope' }, 404)).toEqual({ error: "model 'nope' not found" });
});

describe('loading', () => {
  test.each(['/api/generate', '/api/chat'])('%s without a prompt loads and unloads the model', async (path) => {
    await using at = await site();
    const schema = path === '/api/chat' ? CHAT_LINE : TEXT_LINE;
    const send = async (body: object): Promise<unknown> => {
      const reply = await postJson(at.emulator, path, { model: 'plain', ...body });
      check(schema, reply);
      return reply;
    };
    expect(await running(at.emulator)).toEqual({ models: [] });
    expect(await send({ keep_alive: '10m', options: { num_ctx: 512 } })).toMatchObject({ done_reason: 'load' });
    expect((await running(at.emulator)).models).toMatchObject([
      { name: 'plain:latest', expires_at: '2031-05-01T12:10:00.000Z', context_length: 512 },
    ]);
    expect(await send({ keep_alive: 0 })).toMatchObject({ done_reason: 'unload' });
    at.clock.advance(1);
    // Listed one last time, as already expired.
    expect((await running(at.emulator)).models).toMatchObject([{ expires_at: '2031-05-01T12:00:00.000Z' }]);
    expect(await running(at.emulator)).toEqual({ models: [] });
  });

  test('a model stays loaded for five minutes, for the requested time or forever', async () => {
    await using at = await site();
    const load = (keep_alive?: unknown): Promise<unknown> =>
      postJson(at.emulator, '/api/generate', { model: 'plain', keep_alive });
    await load();
    at.clock.advance(299_000);
    expect(at.emulator.loadedInstances).toEqual(['plain']);
    at.clock.advance(1000);
    expect(at.emulator.loadedInstances).toEqual([]);
    await load(60);
    expect((await running(at.emulator)).models[0]?.expires_at).toBe('2031-05-01T12:06:00.000Z');
    await load(-1);
    at.clock.advance(1e9);
    expect(Date.parse((await running(at.emulator)).models[0]?.expires_at ?? '')).toBeGreaterThan(
      Date.parse('2300-01-01'),
    );
  });

  test('concurrent requests share a load, and another context length reloads the model', async () => {
    await using emulator = await startEmulator({ as: 'ollama', models: MODELS, loadMs: 30 });
    const load = (num_ctx: number): Promise<Response> =>
      post(emulator, '/api/generate', { model: 'plain', options: { num_ctx } });
    await Promise.all([load(100), load(100)]);
    expect((await running(emulator)).models).toMatchObject([{ context_length: 100 }]);
    await load(99_999);
    expect((await running(emulator)).models).toMatchObject([{ context_length: 4096 }]);
  });

  test('keep_alive: 0 unloads the model after a reply', async () => {
    await using at = await site();
    await postJson(at.emulator, '/api/embed', { model: 'library/embedder:v2', input: 'x', keep_alive: 0 });
    expect(at.emulator.loadedInstances).toEqual([]);
    await postLines(at.emulator, '/api/generate', { model: 'plain', prompt: 'x', keep_alive: 0 });
    expect(at.emulator.loadedInstances).toEqual([]);
  });
});

test('POST /api/embed returns vectors of the requested length, and none for an empty text', async () => {
  await using at = await site();
  const embed = async (body: object): Promise<{ embeddings: number[][] }> => {
    const reply = await postJson<{ embeddings: number[][] }>(at.emulator, '/api/embed', {
      model: 'library/embedder:v2',
      ...body,
    });
    check(EMBED_REPLY, reply);
    return reply;
  };
  expect((await embed({ input: ['a cat', 'a dog'] })).embeddings.map(({ length }) => length)).toEqual([8, 8]);
  const [short = []] = (await embed({ input: 'a cat', dimensions: 3 })).embeddings;
  expect([short.length, Math.hypot(...short)]).toEqual([3, expect.closeTo(1)]);
  expect(await embed({ input: '' })).toEqual({ model: 'library/embedder:v2', embeddings: [] });
  const mixed = { model: 'library/embedder:v2', input: ['a', ''] };
  expect(await postJson(at.emulator, '/api/embed', mixed, 500)).toHaveProperty('error');
});

test('DELETE /api/delete removes a model', async () => {
  await using at = await site();
  const remove = (body: object): Promise<Response> =>
    fetch(`${at.emulator.url}/api/delete`, { method: 'DELETE', body: JSON.stringify(body) });
  await postJson(at.emulator, '/api/generate', { model: 'plain' });
  const response = await remove({ model: 'plain:latest' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(at.emulator.models.map(({ id }) => id)).toEqual(['library/embedder:v2']);
  expect((await remove({ model: 'plain' })).status).toBe(404);
  expect(await (await remove({})).json()).toEqual({ error: 'name "" is invalid' });
});

test('a token is required if the option is set', async () => {
  await using emulator = await startEmulator({ as: 'ollama', auth: 'secret', cors: true });
  const wrong = await fetch(`${emulator.url}/api/tags`);
  expect([wrong.status, await wrong.json()]).toEqual([401, { error: 'unauthorized' }]);
  const right = await fetch(`${emulator.url}/api/tags`, { headers: { authorization: 'Bearer secret' } });
  expect([right.status, right.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
});
