import {
  createClient,
  FetchTransport,
  type ClientConfig,
  type LmError,
  type Transport,
  UndiciTransport,
} from '@lmux/core';
import { type Emulator, startEmulator } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { SeparateConnections, settled, TcpProxy } from '@lmux/test-support';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

type Request = () => Promise<LmError>;

let emulator: Emulator;
let proxy: TcpProxy;

beforeEach(async () => {
  emulator = await startEmulator({ as: 'ollama' });
  proxy = await TcpProxy.start(emulator.url, { resetReused: true });
  return async () => {
    await proxy[Symbol.asyncDispose]();
    await emulator.close();
  };
});

/** Creates a client that uses the proxy. Returns a function that requests a model that the server does not have. */
function open(transport: Transport, change: Partial<ClientConfig> = {}): Request {
  const config = { provider: 'openai', baseUrl: proxy.url, model: 'no-such-model', ...change } as const;
  const client = createClient({ plugins: [openai], config, transport });
  onTestFinished(async () => {
    await client.close();
    await transport.close();
  });
  return async () => {
    // The connection of the previous call becomes idle only after its last callback.
    await settled();
    const chat = client.chat({ messages: [{ role: 'user', content: 'Hello' }] });
    return chat.then(
      () => expect.unreachable('the model must be unknown'),
      (error: unknown) => error as LmError,
    );
  };
}

const NOT_FOUND = { code: 'model_not_found', attempts: 1 };

test('the second call of a client takes two attempts, of which the server receives one', async () => {
  const request = open(new UndiciTransport());
  expect(await request()).toMatchObject(NOT_FOUND);
  expect(await request()).toMatchObject({ code: 'model_not_found', attempts: 2 });
  expect([proxy.resets, emulator.requests.length]).toEqual([1, 2]);
});

test('a new client takes one attempt, regardless of dead connections of other clients', async () => {
  const [first, second] = [open(new UndiciTransport()), open(new UndiciTransport())];
  for (const request of [first, second]) expect(await request()).toMatchObject(NOT_FOUND);
  expect([proxy.resets, emulator.requests.length]).toEqual([0, 2]);
});

describe.each([
  ['UndiciTransport', () => new UndiciTransport()],
  ['FetchTransport', () => new FetchTransport()],
] as const)('%s', (_name, create) => {
  test('without retries, a separate client and proxy for each call takes one attempt', async () => {
    // The proxy is separate too, because `fetch` shares connections across the process, so a new client alone may get a dead one.
    await using other = await TcpProxy.start(emulator.url, { resetReused: true });
    for (const baseUrl of [proxy.url, other.url]) {
      expect(await open(create(), { retry: false, baseUrl })()).toMatchObject(NOT_FOUND);
    }
    expect([proxy.resets, other.resets, emulator.requests.length]).toEqual([0, 0, 2]);
  });
});

test('without retries, the second call of a client takes two attempts too', async () => {
  const request = open(new UndiciTransport(), { retry: false });
  expect(await request()).toMatchObject(NOT_FOUND);
  expect(await request()).toMatchObject({ code: 'model_not_found', attempts: 2 });
  expect([proxy.resets, emulator.requests.length]).toEqual([1, 2]);
});

test('without retries, the second call of a client with FetchTransport fails', async () => {
  const request = open(new FetchTransport(), { retry: false });
  expect(await request()).toMatchObject(NOT_FOUND);
  expect(await request()).toMatchObject({ code: 'connection_failed', attempts: 1 });
  expect([proxy.resets, emulator.requests.length]).toEqual([1, 1]);
});

test('without retries, a separate connection for each call takes one attempt', async () => {
  const request = open(new SeparateConnections(() => new UndiciTransport()), { retry: false });
  for (let calls = 0; calls < 3; calls += 1) expect(await request()).toMatchObject(NOT_FOUND);
  expect([proxy.resets, emulator.requests.length]).toEqual([0, 3]);
});
