import { FakeClock } from '@lmux/core/testing';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { FakeRouter, PROPS } from './support/fake-router.js';
import { scriptServer } from './support/script-server.js';

/** The command line of a process. The router chooses a port for each. */
const argsOf = (port: number, ...more: string[]): string[] => ['llama-server', '--port', String(port), ...more];

describe('listing the models of a router', () => {
  test('adds what the properties of the loaded ones tell', async () => {
    const router = await FakeRouter.start('tiny', 'big', 'asleep', 'cold');
    router.models.set('tiny', { value: 'loaded', args: argsOf(1) });
    router.models.set('big', { value: 'loaded', args: argsOf(2, '--embeddings') });
    router.models.set('asleep', { value: 'sleeping', args: argsOf(3) });
    router.props.set('big', {
      ...PROPS,
      modalities: { vision: true },
      chat_template_caps: { supports_tools: true, supports_tool_calls: true },
    });
    expect(await clientOf(router.url).models.list()).toMatchObject([
      { id: 'tiny', type: 'llm', capabilities: { vision: false, toolUse: false } },
      { id: 'big', type: 'embedding', capabilities: { vision: true, toolUse: true } },
      { id: 'asleep', type: 'llm', capabilities: {} },
      { id: 'cold', type: 'unknown', capabilities: {} },
    ]);
    expect(router.loadedByRequests).toEqual([]);
  });

  test('requests the properties once for each process', async () => {
    const router = await FakeRouter.start('tiny');
    const { models } = clientOf(router.url);
    const propertiesAfter = async (port: number): Promise<number> => {
      router.models.set('tiny', { value: 'loaded', args: argsOf(port) });
      await models.list();
      return router.routes.filter((route) => route.startsWith('GET /props')).length;
    };
    expect([await propertiesAfter(1), await propertiesAfter(1), await propertiesAfter(2)]).toEqual([1, 1, 2]);
    // The process that has ended is forgotten.
    expect(await propertiesAfter(1)).toBe(3);
  });

  test('requests properties that failed again, and lists the model without them', async () => {
    const router = await FakeRouter.start('tiny');
    router.models.set('tiny', { value: 'loaded', args: argsOf(1) });
    router.props.set('tiny', []);
    const { models } = clientOf(router.url);
    expect((await models.list())[0]?.capabilities).toEqual({});
    router.props.delete('tiny');
    expect((await models.list())[0]?.capabilities).toEqual({ vision: false, toolUse: false });
  });

  test('does not wait longer than three seconds for the properties', async () => {
    const entry = { id: 'tiny', object: 'model', status: { value: 'loaded', args: argsOf(1) } };
    const server = await scriptServer({
      'GET /v1/models': { body: { object: 'list', data: [entry] } },
      'GET /props?model=tiny&autoload=false': () => {},
    });
    const clock = new FakeClock();
    const listing = clientOf(server.url, {}, { clock }).models.list();
    await clock.waitForTimer(3000);
    clock.advance(3000);
    expect(await listing).toMatchObject([{ id: 'tiny', loaded: true, capabilities: {} }]);
  });
});

describe('deleting a model of a router', () => {
  test('deletes one that the router downloaded', async () => {
    const router = await FakeRouter.start('tiny', 'owner/repo:Q4');
    expect(await clientOf(router.url).models.delete('owner/repo:Q4')).toEqual({ model: 'owner/repo:Q4' });
    expect([...router.models.keys()]).toEqual(['tiny']);
    expect(router.routes).toEqual([`DELETE /models?model=${encodeURIComponent('owner/repo:Q4')}`]);
  });

  test.each([
    [
      'one that it did not download',
      'tiny',
      { code: 'invalid_request', retryable: false },
      /deletes only models that it downloaded/,
    ],
    ['an unknown one', 'none', { code: 'model_not_found' }, /not found/],
  ])('rejects %s without a retry', async (_what, name, expected, message) => {
    const router = await FakeRouter.start('tiny');
    const deleting = clientOf(router.url, { retry: 2 }).models.delete(name);
    await expect(deleting).rejects.toMatchObject({ ...expected, message: expect.stringMatching(message) });
    expect(router.routes).toHaveLength(1);
  });
});
