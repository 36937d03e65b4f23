import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { ModelDefinition } from '../../src/index.js';
import { manualClock } from '../support/manual-clock.js';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import { withEmulator } from '../support/with-emulator.js';
import { listModels, LOAD, postNative, refusal, sendChat, streamEvents, typesOf, UNLOAD } from './native-requests.js';
import type { LoadWire } from './native-wire.js';
import { LOAD_REPLY, UNLOAD_REPLY } from './schemas/models.js';

const MODELS: readonly ModelDefinition[] = [
  { id: 'a/One', parameters: '4B', variants: ['a/One@q4_k_m', 'a/One@q8_0'] },
  { id: 'b/two', reasoning: { allowed: ['low', 'xhigh'], default: 'xhigh' }, quantization: null, format: null },
  { id: 'c/mlx', format: 'mlx', keepsContextLength: false, contextLength: 131_072 },
  { id: 'broken', failsToLoad: 'Insufficient system resources.', quantization: { name: null, bitsPerWeight: null } },
  { id: 'vectors', type: 'embedding', contextLength: 512 },
];

const emulator = withEmulator({ models: MODELS });

const load = (body: object): Promise<LoadWire> => postNative(emulator(), LOAD, body, LOAD_REPLY);

describe('the native model list', () => {
  test('has every model with exactly the documented fields', async () => {
    const models = await listModels(emulator());
    expect(Object.keys(models)).toEqual(MODELS.map(({ id }) => id));
    expect(models['a/One']).toMatchObject({
      type: 'llm',
      publisher: 'a',
      display_name: 'One',
      params_string: '4B',
      capabilities: { vision: false, trained_for_tool_use: true },
      selected_variant: 'a/One@q4_k_m',
      loaded_instances: [{ id: 'a/One', config: { context_length: 8192, parallel: 4 } }],
    });
    expect(models['b/two']).toMatchObject({
      quantization: null,
      format: null,
      loaded_instances: [],
      capabilities: { reasoning: { allowed_options: ['low', 'xhigh'], default: 'xhigh' } },
    });
    expect(models['broken']).toMatchObject({ quantization: { name: null, bits_per_weight: null } });
    for (const field of ['architecture', 'capabilities', 'description']) {
      expect(models['vectors']).not.toHaveProperty(field);
    }
  });

  test('has every model even without JIT, unlike the OpenAI-format list', async () => {
    await using strict = await startEmulator({ models: MODELS, jit: false });
    expect(Object.keys(await listModels(strict))).toHaveLength(5);
    const listed = (await (await fetch(`${strict.url}/v1/models`)).json()) as { data: unknown[] };
    expect(listed.data).toHaveLength(1);
  });
});

describe('a load', () => {
  test('returns four fields, and the settings if requested', async () => {
    expect(Object.keys(await load({ model: 'b/two' }))).toHaveLength(4);
    const settings = { context_length: 1024, eval_batch_size: 64, flash_attention: false, num_experts: 2 };
    const echoed = await load({ model: 'b/two', ...settings, offload_kv_cache_to_gpu: false, echo_load_config: true });
    expect(echoed.load_config).toEqual({ ...settings, offload_kv_cache_to_gpu: false, parallel: 4 });
  });

  test('creates another instance each time, with the lowest free number', async () => {
    const ids: string[] = [];
    for (const model of ['a/one', 'A/ONE', 'a/One']) ids.push((await load({ model })).instance_id);
    expect(ids).toEqual(['a/One:2', 'a/One:3', 'a/One:4']);
    await postNative(emulator(), UNLOAD, { instance_id: 'a/One:2' }, UNLOAD_REPLY);
    expect((await load({ model: 'a/One' })).instance_id).toBe('a/One:2');
    expect(emulator().loadedInstances).toEqual(['a/One', 'a/One:3', 'a/One:4', 'a/One:2']);
    expect(emulator().models[0]).toEqual({
      id: 'a/One',
      type: 'llm',
      instances: ['a/One', 'a/One:3', 'a/One:4', 'a/One:2'],
    });
  });

  test('can ignore the requested context length and never exceeds the maximum', async () => {
    const requested = { context_length: 4096, echo_load_config: true };
    expect((await load({ model: 'c/mlx', ...requested })).load_config?.context_length).toBe(131_072);
    expect((await load({ model: 'vectors', ...requested })).load_config).toEqual({ context_length: 512 });
  });

  test('fails for a broken model and for an unknown one', async () => {
    expect(await refusal(emulator(), LOAD, { model: 'broken' }, 500)).toEqual({
      type: 'model_load_failed',
      message: 'Failed to load LLM "broken". Insufficient system resources.',
    });
    for (const model of ['nothing', 'a/One@q4_k_m', 'a/One:2', '']) {
      const error = await refusal(emulator(), LOAD, { model }, 404);
      expect(error).toEqual({ type: 'model_not_found', message: `Model ${model} not found in downloaded models` });
    }
    expect(emulator().loadedInstances).toEqual(['a/One']);
  });
});

describe('an instance', () => {
  test('is found by its exact id or by the name of its model in any case', async () => {
    await load({ model: 'a/One' });
    const respondingInstance = async (model: string): Promise<string> =>
      (await sendChat(emulator(), { model, input: 'Hi' })).model_instance_id;
    expect([await respondingInstance('a/one'), await respondingInstance('a/One:2')]).toEqual(['a/One', 'a/One:2']);
    expect(await refusal(emulator(), '/api/v1/chat', { model: 'A/one:2', input: 'Hi' }, 404)).toMatchObject({
      code: 'model_not_found',
    });
    expect(await postJson(emulator(), CHAT_PATH, { ...chat('Hi'), model: 'a/One:2' })).toMatchObject({
      model: 'a/One:2',
    });
  });

  test('can be unloaded once', async () => {
    expect(await postNative(emulator(), UNLOAD, { instance_id: 'a/One' }, UNLOAD_REPLY)).toEqual({
      instance_id: 'a/One',
    });
    expect(await refusal(emulator(), UNLOAD, { instance_id: 'a/One' }, 404)).toEqual({
      type: 'model_not_found',
      message: "Model with instance identifier 'a/One' is not loaded.",
    });
    expect(emulator().loadedInstances).toEqual([]);
  });
});

describe('a model loaded just in time', () => {
  const input = 'Hi';

  test('expires an hour after its last use, unlike an explicitly loaded one', async () => {
    const { nowMs, advance } = manualClock();
    await using timed = await startEmulator({ models: MODELS, nowMs });
    const ttl = async (): Promise<unknown> =>
      (await listModels(timed))['b/two']?.loaded_instances.map((instance) => instance.remaining_ttl_seconds);
    await sendChat(timed, { model: 'b/two', input });
    expect(await ttl()).toEqual([3600]);
    advance(3_000_000);
    expect(await ttl()).toEqual([600]);
    await sendChat(timed, { model: 'b/two', input });
    expect(await ttl()).toEqual([3600]);
    advance(3_600_000);
    expect(timed.loadedInstances).toEqual(['a/One']);
    expect(await ttl()).toEqual([]);
  });

  test('has the ttl of the OpenAI-format request that loads it', async () => {
    const { nowMs, advance } = manualClock();
    await using timed = await startEmulator({ models: MODELS, nowMs });
    await post(timed, CHAT_PATH, { ...chat('Hi'), model: 'b/two', ttl: 60 });
    advance(59_999);
    expect(timed.loadedInstances).toContain('b/two');
    advance(1);
    expect(timed.loadedInstances).not.toContain('b/two');
    await post(timed, CHAT_PATH, { ...chat('Hi'), model: 'b/two', ttl: 'abc' });
    expect((await listModels(timed))['b/two']?.loaded_instances[0]?.remaining_ttl_seconds).toBe(3600);
  });

  test('is replaced by the next one, on any route', async () => {
    await sendChat(emulator(), { model: 'b/two', input });
    await post(emulator(), CHAT_PATH, { ...chat('Hi'), model: 'c/mlx' });
    await load({ model: 'b/two' });
    expect(emulator().loadedInstances).toEqual(['a/One', 'c/mlx', 'b/two']);
  });

  test('is loaded twice by two concurrent requests', async () => {
    await using slow = await startEmulator({ models: MODELS, loadMs: 200 });
    const replies = await Promise.all([1, 2].map(() => sendChat(slow, { model: 'b/two', input })));
    const ids = new Set(replies.map((reply) => reply.model_instance_id));
    expect(ids).toEqual(new Set(['b/two', 'b/two:2']));
    expect(replies[0]?.stats.model_load_time_seconds).toBe(0.2);
  });

  test('can fail to load before a reply, during a stream and on the OpenAI-format route', async () => {
    const error = { type: 'model_load_failed', message: expect.stringMatching(/^Failed to load/) };
    expect(await refusal(emulator(), '/api/v1/chat', { model: 'broken', input }, 500)).toEqual(error);
    const events = await streamEvents(emulator(), { model: 'broken', input });
    expect(typesOf(events)).toEqual(['chat.start', 'model_load.start', 'model_load.progress', 'error', 'chat.end']);
    expect(events.at(-2)?.error).toEqual(error);
    expect(events.at(-1)?.result).toMatchObject({ model_instance_id: 'broken', output: [] });
    expect(await refusal(emulator(), CHAT_PATH, { ...chat('Hi'), model: 'broken' })).toMatchObject({
      message: expect.stringMatching(/^Failed to load model/),
      type: 'invalid_request_error',
    });
  });

  test('continues to load when the client disconnects', async () => {
    const controller = new AbortController();
    await using slow = await startEmulator({ models: MODELS, loadMs: 50 });
    const request = post(slow, LOAD, { model: 'b/two' }, { signal: controller.signal });
    await slow.received(1);
    controller.abort();
    await expect(request).rejects.toThrow('abort');
    await slow.clientDisconnected(1);
    // When another load has completed, the first one has completed too.
    await postNative(slow, LOAD, { model: 'c/mlx' }, LOAD_REPLY);
    expect(slow.loadedInstances).toEqual(['a/One', 'b/two', 'c/mlx']);
  });
});
