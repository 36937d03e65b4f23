import { UndiciTransport, type LmClient, type LoadProgress } from '@lmux/core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { liveClient, liveRoutes, modelOf, needs } from './support.ts';
import { SeparateConnections } from '@lmux/test-support';

let client: LmClient;

beforeAll(() => {
  client = liveClient();
});

afterAll(async () => {
  await client.close();
});

describe.each(liveRoutes())('route %s', (route) => {
  describe('models', () => {
    test('lists the model in LM_MODEL', async (context) => {
      const model = modelOf('LM_MODEL', context);
      const ids = (await client.models.list({ route })).map(({ id }) => id);
      expect(ids.some((id) => id === model || id === `${model}:latest`)).toBe(true);
    });

    test('are loaded and unloaded, as the list, the progress and isRunning report', async (context) => {
      needs(client, route, 'models.load', context);
      const model = modelOf('LM_EMBED_MODEL', context);
      const options = { route };
      const transport = new SeparateConnections(() => new UndiciTransport());
      onTestFinished(() => transport.close());
      await using other = liveClient({}, transport);
      const { models } = other;
      const isListedAsLoaded = async (): Promise<boolean | undefined> => {
        const listed = await models.list(options);
        return listed.find(({ id }) => id === model || id === `${model}:latest`)?.loaded;
      };
      await models.unloadAll(model, options);
      expect([await isListedAsLoaded(), await models.isRunning(model, options)]).toEqual([false, false]);

      const fractions: number[] = [];
      const onProgress = ({ fraction }: LoadProgress): void => void fractions.push(fraction);
      await using loaded = await models.ensureLoaded({ model }, { route, onProgress });
      expect(loaded.loadSeconds).toBeGreaterThan(0);
      expect([await isListedAsLoaded(), await models.isRunning(model, options)]).toEqual([true, true]);
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
      // The other servers do not report load progress.
      expect(fractions.length > 0).toBe(client.provider === 'llamacpp');

      await models.unload(loaded.instanceId, options);
      expect([await isListedAsLoaded(), await models.isRunning(model, options)]).toEqual([false, false]);
    });
  });

  describe('embeddings', () => {
    test('have unit length, and are closer for similar sentences', async (context) => {
      needs(client, route, 'embedding', context);
      const model = modelOf('LM_EMBED_MODEL', context);
      const input = ['The cat sleeps on the roof.', 'A cat is sleeping on a roof.', 'Shares fell sharply on Monday.'];
      const { embeddings } = await client.embed({ model, input }, { route });
      const [cat, sameCat, shares] = embeddings;
      if (cat === undefined || sameCat === undefined || shares === undefined)
        throw new Error('The response must have three vectors.');
      const dot = (a: number[], b: number[]): number =>
        a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
      for (const vector of embeddings) expect(Math.hypot(...vector)).toBeCloseTo(1, 2);
      expect(dot(cat, sameCat)).toBeGreaterThan(dot(cat, shares));
    });
  });
});
