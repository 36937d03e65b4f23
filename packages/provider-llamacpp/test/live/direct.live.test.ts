import { isCapabilityError } from '@lmux/core';
import { expect, test } from 'vitest';
import { liveClient, variable } from './support.js';

test('a server with a single model lists it, describes it and rejects model management', async (context) => {
  const { models } = liveClient(context, { baseUrl: variable('LM_DIRECT_URL', context) });
  const [only, ...more] = await models.list();
  expect(more).toEqual([]);
  expect(only).toMatchObject({ loaded: true, instances: [{ id: only?.id }], parameters: expect.any(String) });
  expect(await models.isRunning(only?.id ?? '')).toBe(true);
  const { imageInput, tools } = (await models.describe(only?.id)).features;
  expect([imageInput?.value, tools?.value]).toEqual([only?.capabilities.vision, only?.capabilities.toolUse]);
  expect(await models.describe('any-name')).toMatchObject({ features: { tools: { source: 'server' } } });
  expect(await models.isRunning('nobody-has-this')).toBe(false);
  for (const call of [
    () => models.load({ model: 'any' }),
    () => models.unload('any'),
    () => models.download({ model: 'a/b' }),
    () => models.downloadStatus('a/b'),
    () => models.delete('any'),
  ]) {
    const error: unknown = await call().then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(isCapabilityError(error)).toBe(true);
    expect(String(error)).toContain('--models-preset');
  }
});
