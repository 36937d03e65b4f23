import type { ServerResponse } from 'node:http';
import { isLmError, type LmClient, type ModelDescription } from '@lmux/core';
import { closeAfterTest, HttpServer, rejectionOf, type HttpServerRequest } from '@lmux/test-support';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, type TestContext } from 'vitest';
import { separateConnections, wrongFeatures } from '../observed-support.ts';
import { isOllama, liveClient, liveProvider, liveRoutes, liveUrl, modelOf, needs } from './support.ts';

/** A model of Ollama with the weights of LM_MODEL, whose template supports tools. It exists during these tests. */
const CREATED = 'lmux-live-tools:latest';
const TEMPLATE =
  '{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}{{- if .Tools }}<|im_start|>system\nTools: {{ .Tools }}<|im_end|>\n{{ end }}<|im_start|>assistant\n';

/** True for the servers that describe the models. Others are OpenAI-compatible in general, or are not tested with these models. */
const isDescribing = liveProvider === 'ollama' || liveProvider === 'llamacpp';

let hasCreated = false;

/** Sends a request of Ollama's model management. */
async function manage(method: 'POST' | 'DELETE', path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const response = await fetch(liveUrl() + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path}: status ${response.status}, ${await response.text()}`);
  await response.body?.cancel();
}

beforeAll(async () => {
  const from = process.env['LM_MODEL'];
  if (!from || !(await isOllama())) return;
  await manage('POST', '/api/create', { model: CREATED, from, template: TEMPLATE, stream: false });
  hasCreated = true;
});

afterAll(async () => {
  if (hasCreated) await manage('DELETE', '/api/delete', { model: CREATED });
});

/** Returns a client that leaves every decision to the server, and sends each request once. */
function uncheckedClient(): LmClient {
  return closeAfterTest(liveClient({ modelCapabilities: 'off', retry: false }, separateConnections()));
}

const MODELS = {
  chat: (context: TestContext) => modelOf('LM_MODEL', context),
  embedding: (context: TestContext) => modelOf('LM_EMBED_MODEL', context),
  tool: (context: TestContext) => (hasCreated ? CREATED : modelOf('LM_TOOL_MODEL', context)),
} as const;

/** Describes a model after a request, since a server may know more about a loaded model. */
async function describeLoaded(client: LmClient, model: string): Promise<ModelDescription> {
  await client.embed({ model, input: 'Hi' }).catch((error: unknown) => {
    if (!isLmError(error)) throw error;
  });
  return client.models.describe(model, { refresh: true });
}

describe.each(liveRoutes())('route %s', (route) => {
  test.for(['chat', 'embedding', 'tool'] as const)(
    'the features of the %s model are as described',
    async (kind, context) => {
      const client = uncheckedClient();
      needs(client, route, 'chat', context);
      const model = MODELS[kind](context);
      const description = await describeLoaded(client, model);
      const { tools, imageInput } = description.features;
      const told = isDescribing ? [kind === 'tool', false] : [tools?.value, imageInput?.value];
      expect([tools?.value, imageInput?.value]).toEqual(told);
      expect(await wrongFeatures(description, { client, model, route })).toEqual({});
    },
  );
});

describe('a request with a feature that the model does not support', () => {
  const IMAGE = { type: 'image', image: Uint8Array.from([0x89, 0x50, 0x4e, 0x47]) } as const;
  const TOOLS = [{ name: 'get_weather', parameters: { type: 'object', properties: {} } }] as const;
  const REQUESTS = {
    imageInput: { messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }, IMAGE] }] },
    tools: { messages: [{ role: 'user', content: 'Is it warm?' }], tools: TOOLS },
  } as const;

  /** Forwards a request to the server. */
  async function forward({ method, path, headers, body }: HttpServerRequest, response: ServerResponse): Promise<void> {
    const { authorization = '', 'content-type': type = 'application/json' } = headers;
    const sent = { method, headers: { authorization, 'content-type': type, connection: 'close' } };
    const received = await fetch(liveUrl() + path, method === 'GET' ? sent : { ...sent, body });
    response.writeHead(received.status, { 'content-type': received.headers.get('content-type') ?? 'text/plain' });
    response.end(Buffer.from(await received.arrayBuffer()));
  }

  /** Starts a proxy in front of the server, whose requests can be counted. It is closed after the test. */
  async function countingProxy(): Promise<HttpServer> {
    const proxy = await HttpServer.listen((response, request) => void forward(request, response));
    onTestFinished(() => proxy[Symbol.asyncDispose]());
    return proxy;
  }

  test.for([
    ['chat', 'imageInput'],
    ['chat', 'tools'],
    ['chatStream', 'imageInput'],
    ['chatStream', 'tools'],
  ] as const)('is rejected before %s sends it: %s', async ([method, feature], context) => {
    if (!isDescribing) context.skip(`the models of ${liveProvider} are not described`);
    const model = modelOf('LM_MODEL', context);
    const toolModel = MODELS.tool(context);
    const proxy = await countingProxy();
    const client = closeAfterTest(liveClient({ baseUrl: proxy.url }));
    // llama-server describes only models that are loaded.
    await uncheckedClient().chat({ model: toolModel, messages: REQUESTS.tools.messages, maxOutputTokens: 1 });
    const request = { ...REQUESTS[feature], model, maxOutputTokens: 1 };
    const sent = method === 'chat' ? client.chat(request) : client.chatStream(request).response();
    const error = await rejectionOf(sent);
    expect(error).toMatchObject({ name: 'CapabilityError', missing: [{ feature, model }] });
    // No model of the server accepts images.
    expect(error.message.includes(toolModel)).toBe(feature === 'tools');
    expect(proxy.requests.filter(({ path }) => /chat|generate|completions/.test(path))).toEqual([]);
    expect(proxy.requests.length).toBeGreaterThan(0);
  });
});

test('describing a model that is not loaded does not load it', async (context) => {
  const { models } = closeAfterTest(liveClient({}, separateConnections()));
  if (!isDescribing) context.skip(`${liveProvider} does not unload models`);
  const model = modelOf('LM_EMBED_MODEL', context);
  await models.unloadAll(model);
  // By id, since the order of Ollama is not stable for models that were created in the same second.
  const statuses = async (): Promise<unknown> =>
    Object.fromEntries((await models.list()).map(({ id, loaded, raw }) => [id, [loaded, raw['status'] ?? null]]));
  const before = await statuses();
  const description = await models.describe(model, { refresh: true });
  expect(description.contextLength).toBeUndefined();
  expect(await statuses()).toEqual(before);
  expect(await models.isRunning(model)).toBe(false);
  // Restores the state for the next test.
  await models.load({ model });
});
