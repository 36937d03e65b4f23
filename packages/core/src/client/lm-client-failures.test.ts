import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../errors/api-error.js';
import type { ErrorCode } from '../errors/error-code.js';
import { LmError } from '../errors/lm-error.js';
import { setup, turn } from '../../test/support/fake-client.js';

describe('a failure of the provider', () => {
  test('that is an LmError is passed on with the id of the provider', async () => {
    const error = new LmError('rate_limited', 'slow down', { retryable: true });
    const { client } = setup({ chat: () => Promise.reject(error) });
    await expect(client.chat(turn)).rejects.toBe(error);
    expect(error.provider).toBe('two');
  });

  test.each<[string, () => Promise<never>]>([
    ['a rejection', () => Promise.reject(new TypeError('boom: my prompt'))],
    [
      'a throw',
      () => {
        throw new TypeError('boom: my prompt');
      },
    ],
  ])('that is another error (%s) becomes an LmError', async (_name, fail) => {
    const { client } = setup({ chat: fail, embed: fail, complete: fail, listModels: fail });
    const calls = [
      client.chat(turn),
      client.embed({ input: 'x' }),
      client.complete({ prompt: 'x' }),
      client.models.list(),
    ];
    for (const call of calls) {
      const error = await call.then(
        () => undefined,
        (caught: unknown) => caught,
      );
      expect(error).toMatchObject({
        name: 'LmError',
        code: 'unexpected_response',
        provider: 'two',
        cause: expect.any(TypeError),
      });
      expect(String(error)).not.toContain('my prompt');
    }
  });
});

describe('an embedding with the model for chats', () => {
  const refused = (code: ErrorCode, status: number) => new ApiError(code, 'Model is not embedding.', { status });

  test.each([
    ['invalid_request', 400, {}, true],
    ['model_not_found', 404, {}, true],
    ['server_error', 501, {}, true],
    ['rate_limited', 429, {}, false],
    ['invalid_request', 400, { model: 'e' }, false],
  ] as const)('that fails with %s (%i) and %j names the setting: %s', async (code, status, fields, isAdvised) => {
    const { client } = setup({ embed: () => Promise.reject(refused(code, status)) });
    const error = await rejectionOf(client.embed({ input: 'x', ...fields }));
    expect((error as Error).message.includes('Set "embedModel" there, or "model" in the request')).toBe(isAdvised);
  });

  test('is not the cause if the configuration has a model for embeddings', async () => {
    const { client } = setup({ embed: () => Promise.reject(refused('invalid_request', 400)) }, { embedModel: 'e' });
    await expect(client.embed({ input: 'x' })).rejects.toThrow(/^Model is not embedding\.$/);
  });
});

describe('an abort', () => {
  const reason = new Error('enough');

  test('before the call prevents every method from sending anything', async () => {
    const { client, plugin } = setup();
    const options = { signal: AbortSignal.abort(reason) };
    const { models } = client;
    const calls = [
      client.chat(turn, options),
      client.chatStream(turn, options).response(),
      client.complete({ prompt: 'x' }, options),
      client.completeStream({ prompt: 'x' }, options).response(),
      client.embed({ input: 'x' }, options),
      models.list(options),
      models.isRunning('x', options),
      models.assertRunning('x', options),
      models.load({}, options),
      models.ensureLoaded({}, options),
      models.unload('x', options),
      models.unloadAll('x', options),
      models.download({}, options),
      models.downloadStatus('x', options),
      models.watchDownload('x', options).next(),
    ];
    for (const call of calls)
      await expect(call).rejects.toMatchObject({ code: 'aborted', cause: reason, provider: 'two' });
    expect(plugin.calls).toEqual([]);
  });

  test('during a call rejects with aborted even if the provider throws another error', async () => {
    const controller = new AbortController();
    const { client } = setup({
      chat: (_request, { options: { signal } }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError'))),
        ),
    });
    const chat = client.chat(turn, { signal: controller.signal });
    controller.abort(reason);
    await expect(chat).rejects.toMatchObject({ code: 'aborted', cause: reason });
  });
});

describe('close', () => {
  test('makes every method reject with closed', async () => {
    const { client, plugin } = setup();
    await client.close();
    const { models } = client;
    const calls = [
      client.chat(turn),
      client.chatStream(turn).response(),
      client.complete({ prompt: 'x' }),
      client.completeStream({ prompt: 'x' }).response(),
      client.embed({ input: 'x' }),
      models.list(),
      models.isRunning('x'),
      models.load({}),
      models.ensureLoaded({}),
      models.unload('x'),
      models.unloadAll('x'),
      models.download({}),
      models.downloadStatus('x'),
      models.watchDownload('x').next(),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'closed', provider: 'two' });
    expect(() => client.explain(turn)).toThrow(expect.objectContaining({ code: 'closed' }));
    expect(plugin.calls).toEqual([]);
  });

  test('closes the provider once, and later calls wait for it', async () => {
    let release: () => void = () => {};
    const { client, plugin } = setup({ close: () => new Promise<void>((resolve) => (release = resolve)) });
    const first = client.close();
    const told = vi.fn<() => void>();
    const second = client.close().then(told);
    await Promise.resolve();
    expect(told).not.toHaveBeenCalled();
    release();
    await Promise.all([first, second, client[Symbol.asyncDispose]()]);
    expect(plugin.closed).toBe(1);
  });

  test('rejects only the first call if it fails', async () => {
    const { client } = setup({ close: () => Promise.reject(new LmError('server_error', 'stuck')) });
    await expect(client.close()).rejects.toMatchObject({ code: 'server_error' });
    await client.close();
  });

  test('is called at the end of an await using block', async () => {
    const { client, plugin } = setup();
    {
      await using inner = client;
      await inner.chat(turn);
    }
    expect(plugin.closed).toBe(1);
  });
});
