import { getEventListeners } from 'node:events';
import { createClient, type CallOptions, type ChatRequest, type ChatResponse, type ClientConfig } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { openai } from '@lmux/provider-openai';
import { HttpServer, rejectionOf, sseOf, type HttpHandler } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';

const REQUEST = {
  messages: [{ role: 'user', content: 'Weather in Paris?' }],
  tools: [{ name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } }],
} satisfies ChatRequest;
const JSON_CALL = '{"next":{"tool":"get_weather","arguments":{"city":"Paris"}}}';
const CALLS = [{ name: 'get_weather', arguments: '{"city":"Paris"}', input: { city: 'Paris' } }];
const USAGE = { prompt_tokens: 30, completion_tokens: 5, total_tokens: 35 };

const NO_TOOLS = 'm does not support tools';
const NO_JINJA = 'tools param requires --jinja flag';
const NO_PARSER = '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set';

type Response = Parameters<HttpHandler>[0];

/** Responds to the chat with emulated tools. */
type Respond = (response: Response, isStream: boolean) => void;

function refuse(response: Response, message: string): void {
  response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } }));
}

function chunkOf(content: string): object {
  return { model: 'm', choices: [{ index: 0, delta: { content } }] };
}

/** Sends the JSON of a call. */
const sendCall: Respond = (response, isStream) => {
  const type = isStream ? 'text/event-stream' : 'application/json';
  response.writeHead(200, { 'content-type': type, 'x-request-id': 'second' });
  const end = { model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  const choice = { index: 0, message: { role: 'assistant', content: JSON_CALL }, finish_reason: 'stop' };
  if (isStream) response.end(sseOf([chunkOf(JSON_CALL), end, { model: 'm', choices: [], usage: USAGE }]));
  else response.end(JSON.stringify({ model: 'm', choices: [choice], usage: USAGE }));
};

interface Setup {
  readonly refusal?: string;
  readonly config?: Partial<ClientConfig>;
  /** Called when the chat with tools has arrived. */
  readonly onTools?: (clock: FakeClock) => void;
}

/** Starts a server that refuses tools, and creates a client of it. */
async function setup(respond: Respond, { refusal = NO_TOOLS, config = {}, onTools }: Setup = {}) {
  const clock = new FakeClock();
  const server = await HttpServer.listen((response, { path, body }) => {
    if (path.endsWith('/models')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: [{ id: 'm' }] }));
      return;
    }
    const { tools, stream = false } = JSON.parse(body) as { tools?: unknown; stream?: boolean };
    if (tools === undefined) return respond(response, stream);
    onTools?.(clock);
    refuse(response, refusal);
  });
  const all = { provider: 'openai', baseUrl: server.url, model: 'm', retry: false, ...config } as const;
  const client = createClient({ plugins: [openai], config: all, clock });
  onTestFinished(async () => {
    await client.close();
    await server[Symbol.asyncDispose]();
  });
  /** Returns for each chat that the server received whether it had tools. */
  const chats = (): boolean[] =>
    server.requests
      .filter(({ path }) => path.endsWith('/chat/completions'))
      .map(({ body }) => body.includes('"tools"'));
  return { client, clock, server, chats };
}

type Client = Awaited<ReturnType<typeof setup>>['client'];
type Read = (client: Client, request?: ChatRequest, options?: CallOptions) => Promise<ChatResponse>;

const READS: readonly (readonly [name: string, read: Read])[] = [
  ['chat', (client, request = REQUEST, options = {}) => client.chat(request, options)],
  ['chatStream', (client, request = REQUEST, options = {}) => client.chatStream(request, options).response()],
];

/** Leaves the response open. `arrived` resolves when the chat with emulated tools has arrived. */
function holding() {
  let hold: Respond = () => {};
  const arrived = new Promise<void>((resolve) => {
    hold = () => resolve();
  });
  return { arrived, hold };
}

describe.each(READS)('%s with tools that the server refuses', (_name, read) => {
  // Nothing about the model follows from an option of the server, so that the tools are tried again.
  test.each([
    [NO_TOOLS, [true, false, false]],
    [NO_JINJA, [true, false, true, false]],
    [NO_PARSER, [true, false, true, false]],
  ])('is sent again: %s', async (refusal, sent) => {
    const { client, chats } = await setup(sendCall, { refusal });
    const emulated = {
      text: '',
      toolCalls: CALLS,
      finishReason: { unified: 'tool-calls' },
      usage: { inputTokens: 30, outputTokens: 5 },
      warnings: [{ code: 'tools_emulated' }],
    };
    const first = await read(client);
    expect(first).toMatchObject(emulated);
    expect(first.http).toMatchObject({ status: 200, requestId: 'second' });
    expect(await read(client)).toMatchObject(emulated);
    expect(chats()).toEqual(sent);
  });

  test.each([NO_TOOLS, NO_JINJA, NO_PARSER])(
    'fails with its error if tools are never emulated: %s',
    async (refusal) => {
      const { client, chats } = await setup(sendCall, { refusal });
      expect(await rejectionOf(read(client, REQUEST, { emulate: 'never' }))).toMatchObject({
        code: 'invalid_request',
        status: 400,
        message: expect.stringContaining(refusal),
      });
      expect(chats()).toEqual([true]);
    },
  );

  test('ends with an abort during the second attempt', async () => {
    const { arrived, hold } = holding();
    const { client, clock, server } = await setup(hold);
    const controller = new AbortController();
    const reason = new Error('enough');
    const running = rejectionOf(read(client, REQUEST, { signal: controller.signal }));
    await arrived;
    controller.abort(reason);
    expect(await running).toMatchObject({ code: 'aborted', cause: reason });
    await server.requestsCanceled(1);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await client.close();
    expect(clock.timers).toBe(0);
  });

  test('ends when the client is closed during the second attempt', async () => {
    const { arrived, hold } = holding();
    const { client, clock, server } = await setup(hold);
    const running = rejectionOf(read(client));
    await arrived;
    await client.close();
    expect(await running).toMatchObject({ code: 'closed' });
    await server.requestsCanceled(1);
    expect(clock.timers).toBe(0);
  });

  test.each<[what: string, config: Partial<ClientConfig>, request: Partial<ChatRequest>]>([
    ['a plain chat', {}, {}],
    ['a chat whose prompt is fitted', { models: { m: { contextLength: 4000 } } }, { contextOverflow: 'trim' }],
    ['a chat whose model is chosen', { model: undefined, autoModel: true }, {}],
  ])('has one total timeout for both attempts of %s', async (_what, config, more) => {
    const { client, clock, chats } = await setup(
      (response, isStream) => {
        clock.advance(400);
        sendCall(response, isStream);
      },
      { config, onTools: (time) => time.advance(600) },
    );
    const timeouts = { total: 1000, firstByte: 0, idle: 0 };
    expect(await rejectionOf(read(client, { ...REQUEST, ...more }, { timeouts }))).toMatchObject({
      code: 'total_timeout',
    });
    expect(clock.now()).toBe(1000);
    expect(chats()).toEqual([true, false]);
  });
});

test('closing a stream during the second attempt cancels its request', async () => {
  const { arrived, hold } = holding();
  const { client, clock, server } = await setup(hold);
  const stream = client.chatStream(REQUEST);
  const next = stream[Symbol.asyncIterator]().next();
  await arrived;
  await stream.close();
  expect(await next).toEqual({ done: true, value: undefined });
  await server.requestsCanceled(1);
  await client.close();
  expect(clock.timers).toBe(0);
});

test('the partial response of a connection that closes early has the decoded text and calls', async () => {
  const { client } = await setup((response) => {
    const json = '{"calls":[{"reply":"Let me see."},{"tool":"get_weather","arguments":{"ci';
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    response.write(sseOf((json.match(/.{1,5}/g) ?? []).map(chunkOf), ''), () => response.socket?.end());
  });
  const stream = client.chatStream({ ...REQUEST, parallelToolCalls: true }, { resume: false });
  const error = await rejectionOf(stream.response());
  expect(error).toMatchObject({
    code: 'connection_failed',
    partial: { text: 'Let me see.', toolCalls: [{ name: 'get_weather', arguments: '{"ci' }] },
  });
  expect(JSON.stringify(error)).not.toContain('"calls"');
});
