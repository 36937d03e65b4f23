import { isCapabilityError } from '@lmux/core';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { textOf } from './fixtures.js';
import { clientOf } from './support/clients.js';
import { FakeRouter, PROPS } from './support/fake-router.js';
import { CALL, providerOf } from './support/provider-of.js';
import { refusal, scriptServer } from './support/script-server.js';

const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';
const IMAGE = { messages: [{ role: 'user', content: [{ type: 'image', image: PIXEL }] }] } as const;
const ABLE = {
  ...PROPS,
  modalities: { vision: true },
  chat_template_caps: { supports_tools: true, supports_tool_calls: true, supports_system_role: true },
};

const lookUp = (url: string, model: string) => providerOf(url).describeModel?.(model, { ...CALL, isLookup: true });
const describeAll = (url: string, model: string) =>
  providerOf(url).describeModel?.(model, { ...CALL, isLookup: false });

async function routerOf(value: string, more: object = {}): Promise<FakeRouter> {
  const router = await FakeRouter.start('tiny');
  router.aliases.set('tiny', ['small']);
  router.models.set('tiny', { value, ...more });
  return router;
}

describe('describing a model of a router', () => {
  test.each(['tiny', 'small'])('by the name %s sends one request for its properties before a chat', async (name) => {
    const router = await routerOf('loaded');
    expect(await lookUp(router.url, name)).toEqual({
      id: name,
      contextLength: 2048,
      features: { imageInput: false, tools: false },
    });
    expect(router.requests.map(({ route }) => route)).toEqual([`GET /props?model=${name}&autoload=false`]);
  });

  test.each([
    ['unloaded', 'model_not_found'],
    ['loading', 'model_loading'],
  ])('fails before a chat if it is %s, so that it is described later', async (value, code) => {
    const router = await routerOf(value);
    await expect(lookUp(router.url, 'tiny')).rejects.toMatchObject({ code });
    expect(router.requests).toHaveLength(1);
    expect([router.models.get('tiny'), router.loadedByRequests]).toEqual([{ value }, []]);
  });

  test('adds its entry in the list to its properties', async () => {
    const router = await routerOf('loaded', { args: ['llama-server', '--embeddings'] });
    router.props.set('tiny', ABLE);
    expect(await describeAll(router.url, 'tiny')).toEqual({
      id: 'tiny',
      contextLength: 2048,
      maxContextLength: 8192,
      features: { imageInput: true, tools: true, embedding: true },
    });
  });

  test.each([
    ['is not loaded', 'unloaded', ['text'], {}],
    ['is not loaded and has a projector', 'unloaded', ['text', 'image'], { imageInput: true }],
    ['is loaded, and whose properties fail', 'loaded', ['text'], { imageInput: false }],
  ])('leaves out what is unknown about one that %s', async (_what, value, modalities, features) => {
    const entry = { id: 'tiny', object: 'model', status: { value }, architecture: { input_modalities: modalities } };
    const { url, requests } = await scriptServer({ 'GET /v1/models': { body: { object: 'list', data: [entry] } } });
    expect(await describeAll(url, 'tiny')).toEqual({
      id: 'tiny',
      features,
      complete: false,
      loaded: value === 'loaded',
    });
    expect(requests).toHaveLength(value === 'loaded' ? 2 : 1);
  });

  test('leaves its status unchanged', async () => {
    const router = await routerOf('unloaded');
    const { models } = clientOf(router.url);
    expect(await models.describe('tiny')).toMatchObject({ id: 'tiny', features: {} });
    await models.list();
    expect([router.models.get('tiny'), router.loadedByRequests]).toEqual([{ value: 'unloaded' }, []]);
  });

  test('rejects one that the router does not have', async () => {
    const router = await routerOf('loaded');
    await expect(lookUp(router.url, 'none')).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(describeAll(router.url, 'none')).rejects.toMatchObject({
      code: 'model_not_found',
      message: expect.stringContaining('no model "none"'),
    });
  });
});

describe('describing the model of a server with a single model', () => {
  const entry = { id: 'file.gguf', object: 'model', meta: { n_ctx: 2048, n_ctx_train: 8192 } };
  const list = { body: { object: 'list', data: [entry] } };
  const props = { body: JSON.parse(textOf('props')) as object };

  // It uses its model for every name.
  test.each(['file.gguf', 'any'])('by the name %s returns its properties', async (name) => {
    const query = `?model=${name}&autoload=false`;
    const server = await scriptServer({ [`GET /props${query}`]: props });
    const features = { imageInput: false, tools: false };
    expect(await lookUp(server.url, name)).toEqual({ id: name, contextLength: 2048, features });
    const complete = await scriptServer({ 'GET /v1/models': list, 'GET /props?model=file.gguf&autoload=false': props });
    expect(await describeAll(complete.url, name)).toEqual({
      id: name,
      contextLength: 2048,
      maxContextLength: 8192,
      features,
    });
  });

  test.each([
    ['a list', { body: [] }, 'unexpected_response'],
    ['a page', { body: '<html></html>', contentType: 'text/html' }, 'unexpected_response'],
    ['an error', refusal(500, 'broken', 'server_error'), 'server_error'],
  ])('fails if the properties are %s', async (_what, response, code) => {
    const server = await scriptServer({ 'GET /props?model=any&autoload=false': response });
    await expect(lookUp(server.url, 'any')).rejects.toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });
});

test('an image for a model without vision is refused before it is sent', async () => {
  const router = await routerOf('loaded');
  const error = await rejectionOf(clientOf(router.url).chat(IMAGE));
  expect(isCapabilityError(error) && error.missing).toEqual([
    { feature: 'imageInput', routes: ['openai'], model: 'tiny' },
  ]);
  expect(router.routes.filter((route) => route.startsWith('POST'))).toEqual([]);
});
