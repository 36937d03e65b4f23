import { createClient, type ClientConfig } from '@lmux/core';
import { startEmulator, type EmulatorOptions } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, collect, drain, failOnUnhandledRejections } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { runTools } from '../src/index.js';
import { messages, PARIS, weather } from './tool-client.js';

failOnUnhandledRejections();

async function open(options: EmulatorOptions, settings: Partial<ClientConfig> = {}) {
  const emulator = closeAfterTest(await startEmulator(options));
  const config = { provider: 'openai', baseUrl: emulator.url, model: 'qwen/qwen3-4b-2507', ...settings } as const;
  const client = closeAfterTest(createClient({ plugins: [openai], config: { modelCapabilities: 'off', ...config } }));
  return { emulator, client };
}

const CALL = { toolCalls: [{ name: 'get_weather', arguments: { city: 'Paris' } }] };
const request = { tools: [weather], messages };

test('a run over HTTP sends each result, and releases its sockets', async () => {
  const { emulator, client } = await open({
    reply: ({ messages: sent }) => (sent.at(-1)?.role === 'tool' ? 'It is sunny.' : CALL),
  });
  const stream = runTools(client, request);
  const events = await collect(stream);
  expect(events.filter(({ type }) => type === 'tool-run-end')).toMatchObject([
    { toolCall: { name: PARIS.name, input: PARIS.input }, result: { city: 'Paris', celsius: 21 } },
  ]);
  await expect(stream.response()).resolves.toMatchObject({
    text: 'It is sunny.',
    steps: [{}, {}],
    http: { status: 200 },
  });
  await client.close();
  await emulator.socketsClosed();
});

test('a consumer that does not read is ended by timeouts.consumer', async () => {
  const { emulator, client } = await open({ reply: 'a '.repeat(50), faults: [{ kind: 'stall', afterEvents: 9 }] });
  const stream = runTools(client, request, { timeouts: { consumer: 20 } });
  const iterator = stream[Symbol.asyncIterator]();
  await iterator.next();
  await emulator.clientDisconnected(1);
  const { error } = await drain({ [Symbol.asyncIterator]: () => iterator });
  expect(error).toMatchObject({ code: 'consumer_timeout' });
});

test('an abort while the model responds closes the connection, with what arrived', async () => {
  const { emulator, client } = await open({ reply: 'It is sunny.', faults: [{ kind: 'stall', afterEvents: 4 }] });
  const controller = new AbortController();
  const stream = runTools(client, request, { signal: controller.signal });
  const texts: string[] = [];
  await expect(
    (async () => {
      for await (const text of stream.text()) {
        texts.push(text);
        controller.abort();
      }
    })(),
  ).rejects.toMatchObject({ code: 'aborted', partial: { text: expect.stringMatching(/^It/) } });
  expect(texts.length).toBeGreaterThan(0);
  await emulator.clientDisconnected(1);
});
