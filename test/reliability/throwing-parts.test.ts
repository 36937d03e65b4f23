import { createClient, type Clock, type Logger, type LmClient, type StreamEvent } from '@lmux/core';
import { FakeClock } from '@lmux/core/testing';
import { rawResponse, type Play } from '@lmux/test-support';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MESSAGES, rejection } from './support/client.ts';
import { hello, refuses } from './support/plays.ts';
import { startServer } from './support/start-server.ts';
import { PROVIDERS, TRANSPORTS, type Subject } from './support/subjects.ts';

const boom = (): never => {
  throw new Error('boom');
};

const rejects = (): never => Promise.reject(new Error('boom')) as never;

const warned = vi.fn<(warning: Error) => void>();
beforeEach(() => void process.on('warning', warned));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  warned.mockReset();
});

/** Returns the callbacks that have been reported. */
async function reported(): Promise<string[]> {
  await new Promise((resolve) => setImmediate(resolve));
  return warned.mock.calls
    .filter(([warning]) => (warning as { code?: string }).code === 'LMUX_CALLBACK_ERROR')
    .map(([{ message }]) => /^The (\S+) that/.exec(message)?.[1] ?? message);
}

type Parts = Partial<Pick<Parameters<typeof createClient>[0], 'logger' | 'clock' | 'retryPolicy' | 'generateId'>>;

/** Runs calls of a client with these parts. Afterwards, each connection must be closed. */
async function withClient(
  subject: Subject,
  play: Play,
  parts: Parts,
  use: (client: LmClient, requests: readonly unknown[]) => Promise<void>,
): Promise<void> {
  await using server = await startServer(play);
  const transport = subject.create(parts.clock ?? new FakeClock());
  const client = createClient({
    plugins: [subject.plugin],
    config: { provider: subject.provider, baseUrl: server.url, model: 'm' },
    transport,
    ...parts,
  });
  await use(client, server.requests);
  await client.close();
  await transport.close();
  // Node's fetch keeps its idle connections.
  if (subject.transport === 'UndiciTransport') await Promise.all(server.requests.map(({ closed }) => closed));
}

const failing = (log: () => unknown): Logger => ({ debug: log, info: log, warn: log, error: log });

const CLOCKS: readonly [what: string, clock: () => Clock][] = [
  ['throws', () => ({ now: boom, wallNow: boom, setTimeout: boom, clearTimeout: boom })],
  ['returns NaN', () => Object.assign(new FakeClock(), { now: () => Number.NaN, wallNow: () => Number.NaN })],
  ['cannot set timers', () => Object.assign(new FakeClock(), { setTimeout: boom })],
  ['cannot clear timers', () => Object.assign(new FakeClock(), { clearTimeout: boom })],
  [
    'has async methods that reject',
    () => ({ now: rejects, wallNow: rejects, setTimeout: rejects, clearTimeout: boom }),
  ],
  ['has an async wallNow()', () => Object.assign(new FakeClock(), { wallNow: rejects })],
  ['has an async setTimeout()', () => Object.assign(new FakeClock(), { setTimeout: rejects })],
  [
    'starts to throw',
    () => {
      let left = 4;
      const clock = new FakeClock();
      return Object.assign(clock, { now: () => (left-- > 0 ? 1_000_000 : boom()) });
    },
  ],
];

describe.each(PROVIDERS)('$title', (subject) => {
  /** Makes a call and a stream, which succeed. */
  const callsSucceed = async (client: LmClient): Promise<void> => {
    const { route } = subject;
    expect((await client.chat({ messages: MESSAGES }, { route })).text).toBe('Hello');
    expect((await client.chatStream({ messages: MESSAGES }, { route }).response()).text).toBe('Hello');
  };

  test.each<[what: string, log: () => unknown]>([
    ['throws', boom],
    ['rejects', () => Promise.reject(new Error('boom'))],
  ])('a logger that %s does not fail a call, and is reported once', async (_what, log) => {
    let number = 0;
    const play: Play = (exchange) => (++number === 1 ? refuses(503) : hello(subject))(exchange, 0);
    const retryPolicy = { delayMs: () => 0 };
    await withClient(subject, play, { logger: failing(log), retryPolicy }, callsSucceed);
    expect(await reported()).toEqual(['logger.debug']);
  });

  test.each(CLOCKS)('a clock that %s does not fail a call, and is reported once', async (_what, clock) => {
    await withClient(subject, hello(subject), { clock: clock() }, callsSucceed);
    expect(await reported()).toHaveLength(1);
  });

  test.each<[what: string, delayMs: () => number]>([
    ['throws', boom],
    ['returns NaN', () => Number.NaN],
  ])('a retry policy that %s does not replace the error of the call', async (_what, delayMs) => {
    await withClient(subject, refuses(503), { retryPolicy: { delayMs } }, async (client, requests) => {
      for (let count = 1; count <= 2; count += 1) {
        const error = await rejection(client.chat({ messages: MESSAGES }, { route: subject.route }));
        expect(error).toMatchObject({ code: 'overloaded', attempts: 1 });
        expect(requests).toHaveLength(count);
      }
    });
    expect(await reported()).toEqual(['retryPolicy.delayMs']);
  });

  test('a retry policy that cannot hear of success does not fail the call', async () => {
    await withClient(subject, hello(subject), { retryPolicy: { delayMs: () => 0, succeeded: boom } }, callsSucceed);
    expect(await reported()).toEqual(['retryPolicy.succeeded']);
  });
});

describe.each(TRANSPORTS)('$title', (subject) => {
  const toolCall: Play = ({ write }) =>
    write(
      rawResponse(
        JSON.stringify({
          choices: [
            {
              index: 0,
              finish_reason: 'tool_calls',
              message: {
                role: 'assistant',
                tool_calls: [{ type: 'function', function: { name: 'f', arguments: '{}' } }],
              },
            },
          ],
        }),
      ),
    );

  test.each<[what: string, generateId: () => unknown]>([
    ['throws', boom],
    ['returns an empty string', () => ''],
    ['returns a promise', () => Promise.reject(new Error('boom'))],
  ])('a generator of ids that %s is replaced by the default one', async (_what, generateId) => {
    await withClient(subject, toolCall, { generateId: () => generateId() as string }, async (client) => {
      for (let count = 0; count < 2; count += 1) {
        const tools = [{ name: 'f', parameters: {} }];
        const { toolCalls } = await client.chat({ messages: MESSAGES, tools });
        expect(toolCalls).toMatchObject([{ id: expect.stringMatching(/^call_[0-9a-f-]{36}$/), name: 'f' }]);
      }
    });
    expect(await reported()).toEqual(['generateId']);
  });

  test('a clock that begins to throw mid-stream causes no timeout', async () => {
    let isBroken = false;
    const fake = new FakeClock();
    const clock = Object.assign(fake, { now: () => (isBroken ? boom() : 5_000_000_000) });
    const play: Play = ({ write }) =>
      write(rawResponse(subject.piece('Hel') + subject.end(''), 200, { 'content-type': 'text/event-stream' }));
    await withClient(subject, play, { clock }, async (client) => {
      const types: StreamEvent['type'][] = [];
      for await (const { type } of client.chatStream({ messages: MESSAGES })) {
        isBroken = true;
        types.push(type);
      }
      expect(types.at(-1)).toBe('finish');
    });
  });
});
