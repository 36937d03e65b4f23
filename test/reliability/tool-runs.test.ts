import { getEventListeners } from 'node:events';
import type { LmClient } from '@lmux/core';
import { failOnUnhandledRejections, rejectionOf, scriptServer, sseOf } from '@lmux/test-support';
import { runTools, tool, type ToolRunOptions, type ToolRunStream } from '@lmux/tools';
import { expect, test } from 'vitest';
import { clientOf, isToModel, NOT_FOUND, UNKNOWN_ROUTE } from './support/provider-client.ts';

failOnUnhandledRejections();

const messages = [{ role: 'user', content: 'Hi' }] as const;

type Mode = 'native' | 'emulated';

function chunk(delta: object, finish_reason: string): string {
  return sseOf([{ id: 'c', choices: [{ index: 0, delta, finish_reason }] }]);
}

/** A response with text and two calls, which differ in each response unless `input` is given. */
function calls(mode: Mode, number: number, input: object = { number }): string {
  if (mode === 'emulated') {
    const items = ['work', 'other'].map((name) => ({ tool: name, arguments: input }));
    return chunk({ content: JSON.stringify({ calls: [{ reply: 'Look.' }, ...items] }) }, 'stop');
  }
  const tool_calls = [0, 1].map((index) => ({
    index,
    id: `call_${index}`,
    type: 'function',
    function: { name: index === 0 ? 'work' : 'other', arguments: JSON.stringify(input) },
  }));
  return chunk({ content: 'Look.', tool_calls }, 'tool_calls');
}

const TEXT: Readonly<Record<Mode, string>> = {
  native: chunk({ content: 'Done.' }, 'stop'),
  emulated: chunk({ content: '{"calls":[{"reply":"Done."}]}' }, 'stop'),
};

/** What a way to end a run needs. */
interface Run {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  readonly start: (work: () => unknown, options?: ToolRunOptions) => ToolRunStream;
}

const forever = (): Promise<never> => new Promise(() => {});

/** Reads a run until a tool runs. */
async function untilTool(stream: ToolRunStream): Promise<void> {
  for await (const { type } of stream) if (type === 'tool-run-start') return;
}

/** The ways in which a run ends. `rounds` is the number of responses with calls, which repeat themselves if it is negative. */
const WAYS: readonly (readonly [way: string, rounds: number, run: (run: Run) => Promise<unknown>])[] = [
  ['two calls at once', 2, ({ start }) => start(() => 'ok', { concurrency: 2 }).response()],
  ['maxSteps', 9, ({ start }) => start(() => 'ok', { maxSteps: 2 }).response()],
  ['a denial', 1, ({ start }) => start(() => 'ok', { approve: () => Promise.resolve('deny' as const) }).response()],
  ['stopWhen', 9, ({ start }) => start(() => 'ok', { stopWhen: ({ index }) => index === 1 }).response()],
  ['a tool that throws', 1, ({ start }) => start(() => Promise.reject(new Error('boom'))).response()],
  ['a timeout within a tool', 1, ({ start }) => start(forever, { toolTimeoutMs: 2, concurrency: 2 }).response()],
  ['a tool that is fast enough', 1, ({ start }) => start(() => 'ok', { toolTimeoutMs: 60_000 }).response()],
  [
    'a tool that rejects after its timeout',
    1,
    ({ start }) =>
      start(() => new Promise((_, reject) => void setTimeout(reject, 4, new Error('late'))), {
        toolTimeoutMs: 1,
      }).response(),
  ],
  ['endless repetition', -1, ({ start }) => rejectionOf(start(() => 'ok').response())],
  [
    'approve that throws, with two calls at once',
    1,
    ({ start }) =>
      rejectionOf(start(() => 'ok', { approve: () => Promise.reject(new Error('boom')), concurrency: 2 }).response()),
  ],
  [
    'an abort within a tool',
    1,
    ({ start, abort }) => {
      const work = (): Promise<never> => {
        queueMicrotask(abort);
        return forever();
      };
      return rejectionOf(start(work, { concurrency: 2, toolTimeoutMs: 60_000 }).response());
    },
  ],
  [
    'an abort within approve',
    1,
    ({ start, abort }) => {
      const approve = (): Promise<never> => {
        queueMicrotask(abort);
        return forever();
      };
      return rejectionOf(start(() => 'ok', { approve }).response());
    },
  ],
  ['break within a tool', 1, ({ start }) => untilTool(start(forever, { toolTimeoutMs: 60_000 }))],
  [
    'close() within a tool',
    1,
    async ({ start }) => {
      const stream = start(forever, { toolTimeoutMs: 60_000 });
      for await (const { type } of stream) if (type === 'tool-run-start') await stream.close();
    },
  ],
  [
    'break within the text of the second step',
    1,
    async ({ start }) => {
      let steps = 0;
      for await (const { type } of start(() => 'ok')) {
        if (type === 'step-start') steps += 1;
        if (steps === 2 && type === 'text-delta') break;
      }
    },
  ],
  ['close() before the first read', 1, ({ start }) => start(() => 'ok').close()],
];

/** Counts the sockets and the timers that keep the process running. */
function resources(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap' || name === 'Timeout').length;
}

/** Waits until nothing keeps the process running, such as a short timer of the test runner, but at most some seconds. */
async function untilReleased(): Promise<void> {
  for (let turns = 0; turns < 2000 && resources() > 0; turns += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Returns the function that starts a run with a client, whose calls have the result of `work`. */
function starter(client: LmClient, mode: Mode, signal: AbortSignal): Run['start'] {
  const emulate = mode === 'emulated' ? 'always' : 'never';
  return (work, options) => {
    const run = (_: unknown, context: { readonly signal: AbortSignal }): unknown => {
      // A tool that leaves its listener behind.
      context.signal.addEventListener('abort', () => {});
      return work();
    };
    const tools = [tool({ name: 'work', run }), tool({ name: 'other', run: () => 'ok' })];
    return runTools(client, { tools, messages, parallelToolCalls: true }, { signal, emulate, ...options });
  };
}

const CASES = (['native', 'emulated'] as const).flatMap((mode) => WAYS.map((way) => [mode, ...way] as const));

test.each(CASES)(
  '%s tools: %s leaves no listener, timer, socket or unhandled rejection',
  async (mode, _, rounds, run) => {
    const { url, requests } = await scriptServer((request) => {
      if (!isToModel(request)) return NOT_FOUND;
      const { messages: sent } = request.body as { messages: { role: string }[] };
      const round = sent.filter(({ role }) => role === 'assistant').length;
      const body = rounds < 0 ? calls(mode, round, {}) : round < rounds ? calls(mode, round) : TEXT[mode];
      return { body, contentType: 'text/event-stream' };
    }, UNKNOWN_ROUTE);
    const controller = new AbortController();
    const client = clientOf('openai', url);
    await run({
      signal: controller.signal,
      abort: () => controller.abort(),
      start: starter(client, mode, controller.signal),
    });
    const sent = requests.filter(isToModel).map(({ body }) => Object.hasOwn(body as object, 'tools'));
    expect(sent).toEqual(sent.map(() => mode === 'native'));
    await client.close();
    await untilReleased();
    expect(resources()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  },
);

test.each(['native', 'emulated'] as const)(
  'runs in a row leave no listener on a signal that all share: %s tools',
  async (mode) => {
    const { url, requests } = await scriptServer((request) => {
      if (!isToModel(request)) return NOT_FOUND;
      const { messages: sent } = request.body as { messages: { role: string }[] };
      return {
        body: sent.some(({ role }) => role === 'assistant') ? TEXT[mode] : calls(mode, 0),
        contentType: 'text/event-stream',
      };
    }, UNKNOWN_ROUTE);
    const { signal } = new AbortController();
    const start = starter(clientOf('openai', url), mode, signal);
    for (let count = 0; count < 20; count += 1) {
      const { text } = await start(() => 'ok', { toolTimeoutMs: 60_000 }).response();
      expect(text).toBe('Done.');
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    }
    expect(requests.filter(isToModel)).toHaveLength(40);
  },
);
