import { expect, test } from 'vitest';
import type { NativeApi } from '../server/native-api.js';
import { ShownModels } from './shown-models.js';
import type { OllamaModel } from './wire.js';

test('requests at most four models at once', async () => {
  const pending: (() => void)[] = [];
  const requestJson = () =>
    new Promise((resolve) => pending.push(() => resolve({ body: { details: {} }, headers: {} })));
  const shown = new ShownModels({ http: { requestJson }, root: '/api' } as unknown as NativeApi);
  const models = Array.from({ length: 10 }, (_, index) => ({ name: `m${index}`, digest: `d${index}` }) as OllamaModel);
  const all = shown.of(models, {});
  const counts: number[] = [];
  while (counts.reduce((sum, count) => sum + count, 0) < models.length) {
    await new Promise((resolve) => setImmediate(resolve));
    counts.push(pending.length);
    for (const finish of pending.splice(0)) finish();
  }
  expect(counts).toEqual([4, 4, 2]);
  expect((await all).size).toBe(10);
});
