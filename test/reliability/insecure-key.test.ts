import { rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient, createClients, type ClientConfig, type LmClient, type Warning } from '@lmux/core';
import { FakeTransport, type FakeScript } from '@lmux/core/testing';
import { LlamaCppApi } from '@lmux/provider-llamacpp';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { DIALECTS } from './support/dialects.ts';
import { hear, MESSAGES } from './support/client.ts';

const PUBLIC = 'http://llm.example.com:8080/v1';
const KEY = 'canary7391';
const DOWN: FakeScript = { status: 400, json: { error: { message: 'no' } } };

const chatCompletions = DIALECTS.find(({ name }) => name === 'openai');
if (chatCompletions === undefined) throw new Error('There is no dialect "openai".');
const { whole, piece, end } = chatCompletions;
const JSON_HEADERS = { 'content-type': 'application/json' };
const WHOLE: FakeScript = { headers: JSON_HEADERS, body: whole('Hi') };
const STREAM: FakeScript = { headers: { 'content-type': 'text/event-stream' }, body: piece('Hi') + end('Hi') };

const lines: unknown[][] = [];
function recorder() {
  const entries: unknown[][] = [];
  const write = (...entry: unknown[]): void => {
    entries.push(entry);
    lines.push(entry);
  };
  return { entries, logger: { debug: () => {}, info: write, warn: write, error: write } };
}

function open(config: Partial<ClientConfig<'openai'>>, ...scripts: FakeScript[]) {
  const { entries, logger } = recorder();
  const transport = new FakeTransport(...scripts);
  const client = createClient({
    plugins: [openai],
    config: { provider: 'openai', baseUrl: PUBLIC, model: 'm', apiToken: KEY, retry: false, ...config },
    transport,
    logger,
  });
  onTestFinished(() => client.close());
  return { client, entries, transport };
}

const codes = ({ warnings }: { warnings: readonly Warning[] }): string[] => warnings.map(({ code }) => code);
const chat = async (client: LmClient, options = {}) => codes(await client.chat({ messages: MESSAGES }, options));
const stream = async (client: LmClient) => {
  const { events, error } = await hear(client.chatStream({ messages: MESSAGES }));
  const last = events.at(-1);
  return {
    error,
    events: events.flatMap((event) => (event.type === 'warning' ? [event.warning.code] : [])),
    response: last?.type === 'finish' ? codes(last.response) : [],
  };
};

const LOGGED = [
  'API key sent over plain http',
  {
    provider: 'openai',
    server: 'http://llm.example.com:8080',
    hint: 'Use an https URL, or set allowInsecureKey to true.',
  },
];

test.each(DIALECTS)('the first response and the first stream of $name have the warning', async (dialect) => {
  const { name, plugin, provider, route, framing } = dialect;
  const type = framing === 'sse' ? 'text/event-stream' : 'application/x-ndjson';
  for (const first of ['chat', 'stream']) {
    const { entries, logger } = recorder();
    const body = { headers: { 'content-type': type }, body: dialect.piece('Hi') + dialect.end('Hi') };
    const json = { headers: JSON_HEADERS, body: dialect.whole('Hi') };
    const transport = new FakeTransport(...(first === 'chat' ? [json, body, json] : [body, json, body]));
    const config = { provider, baseUrl: 'http://llm.example.com', model: 'm', apiToken: KEY };
    const client = createClient({ plugins: [plugin], config, transport, logger });
    onTestFinished(() => client.close());
    const asked = async () => codes(await client.chat({ messages: MESSAGES }, { route }));
    const streamed = async () => codes(await client.chatStream({ messages: MESSAGES }, { route }).response());
    const calls = first === 'chat' ? [asked, streamed, asked] : [streamed, asked, streamed];
    const seen: string[][] = [];
    for (const call of calls) seen.push(await call());
    expect(seen, `${name}, ${first} first`).toEqual([['insecure_key'], [], []]);
    expect(entries.map(([message]) => message)).toEqual([LOGGED[0]]);
  }
});

describe('the warning', () => {
  test('is an event of a stream', async () => {
    const { client, entries } = open({}, STREAM, STREAM);
    expect(await stream(client)).toMatchObject({ events: ['insecure_key'], response: ['insecure_key'] });
    expect(await stream(client)).toMatchObject({ events: [], response: [] });
    expect(entries).toEqual([LOGGED]);
  });

  test('is in exactly one of several concurrent responses', async () => {
    const { client, entries } = open({}, ...Array.from({ length: 8 }, () => WHOLE));
    const all = await Promise.all(Array.from({ length: 8 }, () => chat(client)));
    expect(all.flat()).toEqual(['insecure_key']);
    expect(entries).toEqual([LOGGED]);
  });

  test('is in the first response after calls that failed', async () => {
    const { client, entries } = open({}, DOWN, DOWN, WHOLE, WHOLE);
    await rejectionOf(client.chat({ messages: MESSAGES }));
    expect((await stream(client)).error).toMatchObject({ code: 'invalid_request' });
    expect(await chat(client)).toEqual(['insecure_key']);
    expect(await chat(client)).toEqual([]);
    expect(entries).toEqual([LOGGED]);
  });

  test('is in the response of an embedding or a completion, and not lost to a list of models', async () => {
    const embedding = { json: { data: [{ index: 0, embedding: [1] }], model: 'm' } };
    const completion = { json: { choices: [{ index: 0, text: 'x', finish_reason: 'stop' }], model: 'm' } };
    const { client, entries } = open({}, { json: { data: [] } }, embedding, completion);
    await client.models.list();
    expect(entries).toEqual([LOGGED]);
    expect(codes(await client.embed({ input: 'x' }))).toEqual(['insecure_key']);
    expect(codes(await client.complete({ prompt: 'x' }))).toEqual([]);
    const other = open({}, completion);
    expect(codes(await other.client.complete({ prompt: 'x' }))).toEqual(['insecure_key']);
  });

  test('is not part of a plan', () => {
    const { client } = open({});
    expect(client.explain({ messages: MESSAGES }).warnings).toEqual([]);
  });
});

describe('a key', () => {
  test.each<[what: string, config: Partial<ClientConfig<'openai'>>, isWarned: boolean]>([
    ['of a function', { apiToken: async () => KEY }, true],
    ['in a header', { apiToken: undefined, headers: { 'X-API-Key': KEY } }, true],
    ['in the base URL', { apiToken: undefined, baseUrl: `http://me:${KEY}@llm.example.com:8080` }, true],
    ['in the query of the base URL', { apiToken: undefined, baseUrl: `${PUBLIC}?code=${KEY}` }, true],
    ['in another header of the provider', { options: { apiTokenHeader: 'x-mine' } }, true],
    ['behind a proxy', { proxy: 'http://127.0.0.1:3128' }, true],
    ['that is not set', { apiToken: undefined }, false],
    ['that is empty', { apiToken: '' }, false],
    ['over https', { baseUrl: 'https://llm.example.com' }, false],
    ['to loopback', { baseUrl: 'http://[::1]:8080' }, false],
    ['to a private network', { baseUrl: 'http://[::ffff:192.168.0.7]:8080' }, false],
    ['that is allowed', { allowInsecureKey: true }, false],
  ])('%s', async (_what, config, isWarned) => {
    const { client, entries } = open(config, WHOLE);
    expect(await chat(client)).toEqual(isWarned ? ['insecure_key'] : []);
    expect(entries).toEqual(isWarned ? [LOGGED] : []);
  });

  test('in the headers of a call', async () => {
    const { client, entries } = open({ apiToken: undefined }, WHOLE, WHOLE, WHOLE);
    expect(await chat(client)).toEqual([]);
    expect(await chat(client, { headers: { authorization: `Bearer ${KEY}` } })).toEqual(['insecure_key']);
    expect(await chat(client, { headers: { authorization: `Bearer ${KEY}` } })).toEqual([]);
    expect(entries).toEqual([LOGGED]);
  });

  test('in a configuration of several clients is reported for each', async () => {
    const provider = { use: 'openai', baseUrl: PUBLIC, model: 'm', apiToken: { env: 'KEY' } };
    const { entries, logger } = recorder();
    await using clients = createClients({
      plugins: [openai],
      config: { default: 'a', providers: { a: provider, b: provider, c: { ...provider, allowInsecureKey: true } } },
      env: { KEY },
      transport: new FakeTransport(WHOLE, WHOLE, WHOLE),
      logger,
    });
    const seen: string[][] = [];
    for (const name of clients.names) seen.push(await chat(clients.get(name)));
    expect(seen).toEqual([['insecure_key'], ['insecure_key'], []]);
    expect(entries).toEqual([LOGGED, LOGGED]);
  });

  test('to the address in OLLAMA_HOST', async () => {
    const before = process.env['OLLAMA_HOST'];
    onTestFinished(() => {
      if (before === undefined) delete process.env['OLLAMA_HOST'];
      else process.env['OLLAMA_HOST'] = before;
    });
    process.env['OLLAMA_HOST'] = 'llm.example.com';
    const embedding = { json: { embeddings: [[1]], model: 'm' } };
    const { entries, logger } = recorder();
    const config = { provider: 'ollama', model: 'm', apiToken: KEY } as const;
    await using client = createClient({ plugins: [ollama], config, transport: new FakeTransport(embedding), logger });
    expect(codes(await client.embed({ input: 'x' }))).toEqual(['insecure_key']);
    expect(entries).toMatchObject([[LOGGED[0], { provider: 'ollama', server: 'http://llm.example.com:11434' }]]);
  });

  test('of a wire client is logged once, when it is sent', async () => {
    const { entries, logger } = recorder();
    const ok = { json: { status: 'ok' } };
    let token: string | undefined;
    await using api = new LlamaCppApi({
      baseUrl: PUBLIC,
      apiToken: () => token,
      transport: new FakeTransport(ok, ok, ok),
      logger,
    });
    await api.health();
    expect(entries).toEqual([]);
    token = KEY;
    await api.health();
    await api.health();
    expect(entries).toMatchObject([[LOGGED[0], { provider: 'llamacpp' }]]);
  });

  test('never appears in the log', () => {
    expect(lines.length).toBeGreaterThan(10);
    expect(JSON.stringify(lines)).not.toContain(KEY);
  });
});

test('a logger that throws does not fail the call', async () => {
  const warn = (): void => {
    throw new Error('The logger failed.');
  };
  const logger = { debug: () => {}, info: () => {}, error: () => {}, warn };
  const transport = new FakeTransport(WHOLE);
  const config = { provider: 'openai', baseUrl: PUBLIC, model: 'm', apiToken: KEY } as const;
  await using client = createClient({ plugins: [openai], config, transport, logger });
  expect(await chat(client)).toEqual(['insecure_key']);
});
