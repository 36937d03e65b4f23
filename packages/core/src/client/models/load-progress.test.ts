import { describe, expect, test } from 'vitest';
import type { Support } from '../../contract/capability.js';
import type { LmClient, LoadOptions } from '../../contract/lm-client.js';
import type { LoadedModel } from '../../contract/model.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { createClient } from '../create-client.js';

const DROPPED = {
  code: 'feature_dropped',
  feature: 'models.loadProgress',
  message:
    '"onProgress" was not called because route "only" of provider "fake" does not report the progress of a load.',
};
const OWN = { code: 'context_length_mismatch', message: 'm' };

/** Creates a client whose provider reports progress only if its matrix says so. */
function setup(support: Support) {
  const plugin = fakeProvider({
    routes: { only: { ...ABLE_ROUTE, 'models.loadProgress': support } },
    models: [{ id: 'cold' }, { id: 'warm', loaded: true }],
    methods: {
      async loadModel({ model }, { onProgress }) {
        if (support !== 'no') onProgress?.({ fraction: 1 });
        return { instanceId: model, type: 'llm', loadSeconds: 1, warnings: [OWN] };
      },
    },
  });
  return createClient({ plugins: [plugin], config: { provider: 'fake' } });
}

describe.each<[method: string, load: (client: LmClient, model: string, options?: LoadOptions) => Promise<LoadedModel>]>(
  [
    ['load', (client, model, options) => client.models.load({ model }, options)],
    ['ensureLoaded', (client, model, options) => client.models.ensureLoaded({ model }, options)],
  ],
)('%s with onProgress', (_method, load) => {
  test('has a warning if the route does not report progress', async () => {
    const { warnings } = await load(setup('no'), 'cold', { onProgress: () => expect.unreachable() });
    expect(warnings).toEqual([DROPPED, OWN]);
  });

  test.each(['yes', 'unknown'] as const)('has no warning if the cell is %s', async (support) => {
    const fractions: number[] = [];
    const { warnings } = await load(setup(support), 'cold', { onProgress: ({ fraction }) => fractions.push(fraction) });
    expect([fractions, warnings]).toEqual([[1], [OWN]]);
  });

  test('has no warning without the callback', async () => {
    expect((await load(setup('no'), 'cold')).warnings).toEqual([OWN]);
  });
});

test('ensureLoaded with onProgress has no warning for a model that is already loaded', async () => {
  const loaded = await setup('no').models.ensureLoaded({ model: 'warm' }, { onProgress: () => expect.unreachable() });
  expect(loaded.warnings).toEqual([]);
});

test('supports() tells whether loads report progress', () => {
  expect(setup('yes').supports('models.loadProgress')).toBe(true);
  expect(setup('no').supports('models.loadProgress')).toBe(false);
});

test('the fake provider reports the progress of a load', async () => {
  const client = createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'fake-model' } });
  const fractions: number[] = [];
  await client.models.load({}, { onProgress: ({ fraction }) => fractions.push(fraction) });
  expect(fractions).toEqual([0, 0.5, 1]);
});
