import {
  CLOCK,
  createClient,
  ID_GENERATOR,
  LOGGER,
  RETRY_POLICY,
  TRANSPORT,
  type FailedAttempt,
  type ProviderPlugin,
} from '@lmux/core';
import { FakeClock, FakeTransport } from '@lmux/core/testing';
import { openai } from '@lmux/provider-openai';
import { expect, test } from 'vitest';

// Some servers send tool calls without an id.
const TOOL_CALL = { type: 'function', function: { name: 'get_time', arguments: '{}' } };
const COMPLETION = {
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      message: { role: 'assistant', content: null, tool_calls: [TOOL_CALL] },
    },
  ],
};

test('the transport, logger, clock, retry policy and id generator that a plugin binds are used', async () => {
  const transport = new FakeTransport({ status: 503 }, { json: COMPLETION });
  const clock = new FakeClock();
  const logged: string[] = [];
  const log = (message: string): void => void logged.push(message);
  const failed: FailedAttempt[] = [];
  const plugin: ProviderPlugin = {
    spec: 1,
    id: 'parts',
    register(container) {
      container.register(TRANSPORT, { useValue: transport });
      container.register(LOGGER, { useValue: { debug: log, info: log, warn: log, error: log } });
      container.register(CLOCK, { useFactory: () => clock });
      const delayMs = (attempt: FailedAttempt): number => failed.push(attempt) && 5;
      container.register(RETRY_POLICY, { useFactory: () => ({ delayMs }) });
      container.register(ID_GENERATOR, { useValue: () => 'id of the plugin' });
    },
  };
  const client = createClient({ plugins: [openai, plugin], config: { provider: 'openai', model: 'm', retry: false } });
  const reply = client.chat({ messages: [{ role: 'user', content: 'What time is it?' }] });
  await clock.waitForTimer(5);
  clock.advance(5);
  expect((await reply).toolCalls).toMatchObject([{ id: 'id of the plugin', name: 'get_time' }]);
  expect(transport.requests).toHaveLength(2);
  expect(failed).toMatchObject([{ attempt: 1, error: { status: 503 } }]);
  expect(logged.length).toBeGreaterThan(0);
  await client.close();
  expect([transport.closed, clock.timers]).toEqual([false, 0]);
});
