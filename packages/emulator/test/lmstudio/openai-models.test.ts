import { describe, expect, test } from 'vitest';
import { DEFAULT_MODELS, startEmulator } from '../../src/index.js';
import type { EmulatorOptions, ModelDefinition } from '../../src/index.js';
import { CHAT_PATH, post } from '../support/post.js';

const TWO: readonly ModelDefinition[] = [{ id: 'a/One' }, { id: 'b/two' }, { id: 'vectors', type: 'embedding' }];

/** Sends chats that name these models, one after the other. Returns the model that replied or the error of each. */
async function respondingModels(options: EmulatorOptions, ...names: (string | undefined)[]): Promise<unknown[]> {
  await using emulator = await startEmulator(options);
  const results: unknown[] = [];
  for (const model of names) {
    const response = await post(emulator, CHAT_PATH, { model, messages: [{ role: 'user', content: 'Hi' }] });
    const body = (await response.json()) as { model?: string; error?: { message: string } };
    expect(response.status).toBe(body.error === undefined ? 200 : 400);
    results.push(body.model ?? body.error);
  }
  return results;
}

const refusal = (message: string): object =>
  expect.objectContaining({
    message: expect.stringMatching(message),
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  });

describe('the model that replies', () => {
  test('is found by its name in any case', async () => {
    expect(await respondingModels({ models: TWO }, 'A/ONE')).toEqual(['a/One']);
  });

  test('is the only loaded model if the name is unknown or missing', async () => {
    expect(await respondingModels({ models: TWO }, 'gpt-4', undefined)).toEqual(['a/One', 'a/One']);
  });

  test('must be named if two are loaded, even if a request loaded the second', async () => {
    expect(await respondingModels({ models: TWO }, 'b/two', 'gpt-4', undefined)).toEqual([
      'b/two',
      refusal('^Invalid model identifier "gpt-4"'),
      refusal('^Multiple models are loaded'),
    ]);
  });

  test('cannot be named with an empty string', async () => {
    expect(await respondingModels({ models: TWO }, '')).toEqual([refusal('^Invalid model identifier')]);
  });

  test('is not loaded by a request without JIT', async () => {
    expect(await respondingModels({ models: TWO, jit: false }, 'b/two')).toEqual(['a/One']);
  });

  test('is missing if none is loaded', async () => {
    const models = [{ id: 'one', loaded: false }];
    expect(await respondingModels({ models, jit: false }, 'one', undefined)).toEqual([
      refusal('^No models loaded'),
      refusal('^No models loaded'),
    ]);
    expect(await respondingModels({ models }, 'other', 'one')).toEqual([refusal('^Invalid model identifier'), 'one']);
  });

  test('is replaced by the next one that a request loads', async () => {
    const models = [{ id: 'one', loaded: false }, { id: 'two' }];
    expect(await respondingModels({ models }, 'one', 'two', 'gpt-4')).toEqual(['one', 'two', 'two']);
  });
});

async function listed(options: EmulatorOptions): Promise<unknown> {
  await using emulator = await startEmulator(options);
  return (await fetch(`${emulator.url}/v1/models`)).json();
}

const entry = (id: string): object => ({ id, object: 'model', owned_by: 'organization_owner' });

test('the model list has all downloaded models, or only the loaded ones without JIT', async () => {
  expect(await listed({})).toEqual({ data: DEFAULT_MODELS.map(({ id }) => entry(id)), object: 'list' });
  expect(await listed({ models: TWO, jit: false })).toEqual({ data: [entry('a/One')], object: 'list' });
});
