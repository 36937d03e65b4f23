import { createClient, LmError, type LmClient } from '@lmux/core';
import type { Provider } from '@lmux/core/provider';
import { fakeProvider } from '@lmux/core/testing';
import { lastValueFrom, toArray, type Observable } from 'rxjs';
import { describe, expect, test, vi } from 'vitest';
import { rx } from './rx.js';

const models = [
  { id: 'sees', features: { imageInput: true } },
  { id: 'blind', features: { imageInput: false, tools: true } },
];

function setup(methods: Parameters<typeof fakeProvider>[0] = {}) {
  const plugin = fakeProvider({ models, ...methods });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'sees' } });
  return { client, lm: rx(client), calls: () => plugin.calls.map(({ method }) => method) };
}

const valuesOf = <T>(source: Observable<T>): Promise<T[]> => lastValueFrom(source.pipe(toArray()));

describe('models', () => {
  test('are described and deleted on subscription', async () => {
    const { lm, calls } = setup();
    const [described, deleted] = [lm.models.describe('blind'), lm.models.delete('blind')];
    expect(calls()).toEqual([]);
    expect(await valuesOf(described)).toMatchObject([{ id: 'blind', features: { tools: { value: true } } }]);
    expect(await valuesOf(deleted)).toEqual([{ model: 'blind' }]);
    await expect(valuesOf(deleted)).rejects.toMatchObject({ code: 'model_not_found' });
    expect(calls()).toEqual(['describeModel', 'deleteModel', 'deleteModel']);
  });

  test('are described again with refresh', async () => {
    const { lm, calls } = setup();
    for (const refresh of [false, false, true]) await valuesOf(lm.models.describe('blind', { refresh }));
    expect(calls()).toEqual(['describeModel', 'describeModel']);
  });
});

describe('modelFeatures$', () => {
  test('emits what a model supports, once', async () => {
    const { lm } = setup();
    expect(await valuesOf(lm.modelFeatures$('blind'))).toEqual([{ imageInput: false, tools: true }]);
    expect(await valuesOf(lm.modelFeatures$())).toEqual([{ imageInput: true }]);
  });

  test.each<[string, Provider]>([
    ['the server does not have the model', {}],
    [
      'the server cannot be reached',
      {
        describeModel: async () => {
          throw new LmError('connection_failed', 'down');
        },
      },
    ],
  ])('emits that nothing is known if %s', async (_, methods) => {
    expect(await valuesOf(setup({ methods }).lm.modelFeatures$('unknown'))).toEqual([{}]);
  });

  test('fails with a mistake in the program', async () => {
    await expect(valuesOf(rx({} as LmClient).modelFeatures$('m'))).rejects.toThrow(TypeError);
  });

  test.each<[string, (made: ReturnType<typeof setup>) => Promise<unknown>, string]>([
    [
      'an unknown option',
      ({ lm }) => valuesOf(lm.modelFeatures$('blind', { reload: true } as never)),
      'invalid_request',
    ],
    ['a model that is not text', ({ lm }) => valuesOf(lm.modelFeatures$(7 as never)), 'invalid_request'],
    ['an aborted signal', ({ lm }) => valuesOf(lm.modelFeatures$('blind', { signal: AbortSignal.abort() })), 'aborted'],
    [
      'a closed client',
      async ({ client, lm }) => {
        await client.close();
        return valuesOf(lm.modelFeatures$('blind'));
      },
      'closed',
    ],
  ])('fails with %s', async (_, run, code) => {
    await expect(run(setup())).rejects.toMatchObject({ code });
  });

  test('aborts the request on unsubscribe', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const { lm } = setup({
      methods: {
        describeModel: (_, { options }) => {
          signals.push(options.signal);
          return new Promise(() => {});
        },
      },
    });
    const subscription = lm.modelFeatures$('blind').subscribe();
    await vi.waitFor(() => expect(signals.map((signal) => signal?.aborted)).toEqual([false]));
    subscription.unsubscribe();
    await vi.waitFor(() => expect(signals.map((signal) => signal?.aborted)).toEqual([true]));
  });
});
