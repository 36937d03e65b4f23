import { rejectionOf, type ScriptedResponse } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeModel } from '../src/models/describe-model.js';
import { openHttp } from '../src/open-http.js';
import { clientOf } from './support/clients.js';
import { installed, PAST, running, server, shown } from './support/installed-models.js';
import { lastPiece, ndjson, scriptServer } from './support/script-server.js';

const SHOWN = { 'POST /api/show': shown(['completion', 'tools']) };
const STATE = {
  running: [running('other:latest'), running('chat:latest', { context_length: 512 })],
  installed: [
    installed('other:latest'),
    installed('chat:latest'),
    installed('nick:latest', { digest: 'chat:latest-digest' }),
  ],
};

/** Describes a model as the provider does, since the client hides which requests are lookups. */
async function describeAt(url: string, model: string, isLookup: boolean) {
  const opened = openHttp({ baseUrl: url, retry: false });
  onTestFinished(() => opened.close());
  return describeModel(opened.native, model, { options: {}, isLookup, wallNow: Date.now });
}

describe('a description', () => {
  test('has the digest and the context length with which the model runs', async () => {
    const { url, requests } = await server(STATE, SHOWN);
    expect(await describeAt(url, 'Chat', false)).toMatchObject({
      id: 'chat:latest',
      features: { chat: true, tools: true, imageInput: false },
      digest: 'chat:latest-digest',
      contextLength: 512,
      maxContextLength: 8192,
    });
    expect(requests.map(({ route }) => route).toSorted()).toEqual(['GET /api/ps', 'GET /api/tags', 'POST /api/show']);
    expect(requests.find(({ route }) => route === 'POST /api/show')?.body).toEqual({ model: 'Chat' });
  });

  test('of a name with the digest of a running model has its context length', async () => {
    const { url } = await server(STATE, SHOWN);
    expect(await describeAt(url, 'nick', false)).toMatchObject({ id: 'nick:latest', contextLength: 512 });
  });

  test('of a model that is being unloaded has no context length', async () => {
    const state = { ...STATE, running: [running('chat:latest', { expires_at: PAST })] };
    const { url } = await server(state, SHOWN);
    expect(await describeAt(url, 'chat', false)).not.toHaveProperty('contextLength');
  });

  test('does not fail if the lists of models fail', async () => {
    const { url } = await scriptServer(SHOWN);
    const description = await describeAt(url, 'chat', false);
    expect(description).toMatchObject({ id: 'chat', features: { chat: true }, maxContextLength: 8192 });
    expect(description).not.toHaveProperty('digest');
  });

  test('of a lookup takes one request', async () => {
    const { url, requests } = await server(STATE, SHOWN);
    const description = await describeAt(url, 'chat', true);
    expect(description).toMatchObject({ id: 'chat', features: { tools: true }, maxContextLength: 8192 });
    expect(requests.map(({ route }) => route)).toEqual(['POST /api/show']);
  });

  test.each([true, false])('fails if the model is not installed (lookup: %s)', async (isLookup) => {
    const { url } = await server(STATE);
    expect(await rejectionOf(describeAt(url, 'x', isLookup))).toMatchObject({ code: 'model_not_found', status: 404 });
  });
});

describe('delete', () => {
  test('deletes the model, and is not retried', async () => {
    const { url, requests } = await scriptServer({ 'DELETE /api/delete': { body: '' } });
    expect(await clientOf(url).models.delete('chat')).toEqual({ model: 'chat' });
    expect(requests).toMatchObject([{ route: 'DELETE /api/delete', body: { model: 'chat' } }]);
    const broken = await scriptServer({ 'DELETE /api/delete': { status: 503, body: { error: 'x' } } });
    await rejectionOf(clientOf(broken.url).models.delete('chat'));
    expect(broken.requests).toHaveLength(1);
  });

  test.each<[response: ScriptedResponse, code: string]>([
    [{ status: 404, body: { error: "model 'chat' not found" } }, 'model_not_found'],
    [{ body: { error: 'the disk is read-only' } }, 'server_error'],
    [{ body: { models: [] } }, 'unexpected_response'],
    [{ body: 'Welcome', contentType: 'text/plain' }, 'unexpected_response'],
  ])('rejects %j with %s', async (response, code) => {
    const { url } = await scriptServer({ 'DELETE /api/delete': response });
    expect(await rejectionOf(clientOf(url).models.delete('chat'))).toMatchObject({ code });
  });

  test('forgets how the model was loaded, and its downloads', async () => {
    const { url, requests } = await scriptServer({
      ...SHOWN,
      'POST /api/generate': { body: { ...lastPiece(), response: '' } },
      'GET /api/ps': { body: { models: [running('chat:latest', { context_length: 4096 })] } },
      'POST /api/pull': ndjson({ status: 'pulling manifest' }, { status: 'success' }),
      'POST /api/chat': { body: lastPiece('A') },
      'DELETE /api/delete': { body: '' },
    });
    const client = clientOf(url, { model: 'chat' });
    await client.models.load({ contextLength: 4096 });
    await client.models.download({});
    const optionsOfChat = async () => {
      await client.chat('Hi');
      return (requests.at(-1)?.body as { options?: object } | undefined)?.options;
    };
    expect(await optionsOfChat()).toEqual({ num_ctx: 4096 });
    await client.models.delete('chat:latest');
    expect(await optionsOfChat()).toBeUndefined();
    const before = requests.length;
    await client.models.downloadStatus('chat');
    expect(requests.slice(before).map(({ route }) => route)).toEqual(['POST /api/show']);
  });
});
