import { expect, test } from 'vitest';
import { dispatchRoutes } from './dispatch-routes.js';
import type { ProviderCall } from './provider.js';

const call = (route: string): ProviderCall => ({ route, warnings: [], options: {}, resume: false });
const list = (id: string) => ({ listModels: () => Promise.resolve([{ id }] as never) });

test('calls the method of the route of the call', async () => {
  const provider = dispatchRoutes({ native: list('n'), openai: list('o') });
  expect(await provider.listModels(call('native'))).toEqual([{ id: 'n' }]);
  expect(await provider.listModels(call('openai'))).toEqual([{ id: 'o' }]);
});

test('calls the first route that has the method if the route of the call does not', async () => {
  const running = (model: string) => Promise.resolve(model === 'm');
  const provider = dispatchRoutes({ native: { isModelRunning: running }, openai: list('o') });
  expect(await provider.isModelRunning('m', call('openai'))).toBe(true);
  expect(await provider.listModels(call('native'))).toEqual([{ id: 'o' }]);
});

test('throws for a route that was not passed', () => {
  const provider = dispatchRoutes({ native: list('n') });
  expect(() => provider.listModels(call('openai'))).toThrow(/no route "openai"/);
});

test('returns no method that no route has', () => {
  expect(Object.keys(dispatchRoutes({ native: list('n') }))).toEqual(['listModels']);
});
