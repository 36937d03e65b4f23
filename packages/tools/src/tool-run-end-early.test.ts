import { drain, failOnUnhandledRejections, rejectionOf, settled } from '@lmux/test-support';
import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { calling, deferred, endlessTool, messages, PARIS, toolClient, weather } from '../test/tool-client.js';
import { runTools, tool, type ToolRunOptions, type ToolRunStream } from './index.js';

failOnUnhandledRejections();

/** The ways in which a consumer leaves a run in the middle of a tool. */
const LEAVINGS: readonly (readonly [name: string, leave: (stream: ToolRunStream) => Promise<void>])[] = [
  [
    'break',
    async (stream) => {
      for await (const { type } of stream) if (type === 'tool-run-start') break;
    },
  ],
  [
    'close()',
    async (stream) => {
      for await (const { type } of stream) if (type === 'tool-run-start') await stream.close();
    },
  ],
  [
    'disposal',
    async (stream) => {
      await using own = stream;
      const iterator = own[Symbol.asyncIterator]();
      while ((await iterator.next()).value?.type !== 'tool-run-start');
    },
  ],
  [
    'cancel() of a subscription',
    (stream) =>
      new Promise((resolve) => {
        const subscription = stream.subscribe({
          next({ type }) {
            if (type !== 'tool-run-start') return;
            subscription.cancel();
            resolve();
          },
          error() {},
          complete() {},
        });
      }),
  ],
  [
    'cancel() of a web stream',
    async (stream) => {
      const reader = stream.toReadableStream().getReader();
      while ((await reader.read()).value?.type !== 'tool-run-start');
      await reader.cancel();
    },
  ],
];

describe.each(LEAVINGS)('%s in the middle of a tool', (_, leave) => {
  test('aborts the signal of the tool, and sends nothing more', async () => {
    const endless = endlessTool();
    const { plugin, client } = toolClient([calling('endless', PARIS), 'Done.']);
    const stream = runTools(client, { tools: [weather, endless.tool], messages });
    await leave(stream);
    await settled();
    expect(endless.signals.every(({ aborted }) => aborted)).toBe(true);
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(plugin.recordedRequests).toHaveLength(1);
    expect(stream.messages.map(({ role }) => role)).toEqual(['assistant', 'tool', 'tool']);
  });
});

test('a consumer that leaves on the event of a call prevents that its tool is run', async () => {
  const run = vi.fn<() => number>();
  const { client } = toolClient([calling('a')]);
  const stream = runTools(client, { tools: [tool({ name: 'a', run })], messages });
  await new Promise<void>((resolve) => {
    const subscription = stream.subscribe({
      next({ type }) {
        if (type === 'tool-run-start') resolve(subscription.cancel());
      },
      error() {},
      complete() {},
    });
  });
  await settled();
  expect(run).not.toHaveBeenCalled();
});

describe('an abort', () => {
  test('ends the run at once, although the tool ignores its signal', async () => {
    const endless = endlessTool();
    const { client } = toolClient([{ text: 'Look.', ...calling('endless', PARIS) }]);
    const controller = new AbortController();
    const stream = runTools(
      client,
      { tools: [weather, endless.tool], messages },
      { signal: controller.signal, concurrency: 2 },
    );
    const failure = rejectionOf(stream.response());
    await endless.started;
    await settled();
    controller.abort(new Error('left'));
    await expect(failure).resolves.toMatchObject({
      code: 'aborted',
      cause: { message: 'left' },
      partial: { text: 'Look.', usage: { inputTokens: expect.any(Number) } },
    });
    expect(endless.signals[0]?.reason).toMatchObject({ message: 'left' });
    expect(stream.messages.slice(1)).toMatchObject([
      { toolCallId: 'call-0', content: '{"error":"The run ended before the call was complete."}' },
      { toolCallId: 'call-1', content: '{"city":"Paris","celsius":21}' },
    ]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });

  test('before the first read sends nothing, and reads no source', async () => {
    const { plugin, client } = toolClient([]);
    const tools = vi.fn<() => []>();
    const stream = runTools(client, { tools: [{ tools }], messages }, { signal: AbortSignal.abort() });
    await expect(stream.response()).rejects.toMatchObject({ code: 'aborted' });
    expect([plugin.calls, tools.mock.calls]).toEqual([[], []]);
  });

  const forever = () => new Promise<never>(() => {});
  test.each<[what: string, options: ToolRunOptions]>([
    ['approve', { approve: forever }],
    ['stopWhen', { stopWhen: forever }],
    ['prepareStep', { prepareStep: forever }],
  ])('ends the run while %s never settles', async (what, functions) => {
    const controller = new AbortController();
    const { client } = toolClient([calling(PARIS)]);
    const { promise: started, resolve: start } = deferred<void>();
    const wait = () => {
      start();
      return forever();
    };
    const options: ToolRunOptions = { ...functions, [what]: wait, signal: controller.signal };
    const failure = rejectionOf(runTools(client, { tools: [weather], messages }, options).response());
    await started;
    controller.abort();
    await expect(failure).resolves.toMatchObject({ code: 'aborted' });
  });

  test('of a tool that rejects later is not an unhandled rejection', async () => {
    const controller = new AbortController();
    let reject: (error: Error) => void = () => {};
    const late = tool({
      name: 'late',
      run(_, { signal, progress }) {
        signal.addEventListener('abort', () => {
          progress('too late');
          reject(new Error('after the abort'));
        });
        return new Promise<never>((_resolve, rejectIt) => {
          reject = rejectIt;
          controller.abort();
        });
      },
    });
    const { client } = toolClient([calling('late')]);
    const { values, error } = await drain(runTools(client, { tools: [late], messages }, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'aborted' });
    expect(values.at(-1)).toMatchObject({ type: 'tool-run-start' });
  });
});

test('close() while approve waits ends the run, and what approve returns later runs nothing', async () => {
  const run = vi.fn<() => number>();
  const { client } = toolClient([calling('a')]);
  const { promise: asked, resolve: ask } = deferred<AbortSignal>();
  const { promise: decided, resolve: decide } = deferred<'run'>();
  const approve: ToolRunOptions['approve'] = (_, { signal }) => {
    ask(signal);
    return decided;
  };
  const stream = runTools(client, { tools: [tool({ name: 'a', run })], messages }, { approve });
  const failure = rejectionOf(stream.response());
  const signal = await asked;
  await stream.close();
  expect(signal.aborted).toBe(true);
  decide('run');
  await expect(failure).resolves.toMatchObject({ code: 'closed' });
  await settled();
  expect(run).not.toHaveBeenCalled();
});

test.each([
  ['whose calls have not been run', 0, 2],
  ['that is the last one', 1, 3],
])('a consumer that closes at the end of a step %s has this step', async (_, index, count) => {
  const { client } = toolClient([calling(PARIS), 'Done.']);
  const stream = runTools(client, { tools: [weather], messages });
  await new Promise<void>((resolve) => {
    stream.subscribe({
      next(event) {
        if (event.type !== 'step-end' || event.index !== index) return;
        stream.close().then(resolve, () => {});
      },
      error() {},
      complete() {},
    });
  });
  expect([stream.steps.length, stream.messages.length]).toEqual([index + 1, count]);
});
