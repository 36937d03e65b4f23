import type { ToolRunOptions, ToolRunStream } from '@lmux/tools';
import type { Rounds } from './tool-run-server.ts';

/** What a way to end a run needs. */
export interface Run {
  readonly signal: AbortSignal;
  readonly abort: () => void;
  /** Starts a run whose first tool has the result of `work`, and the second one that of `other`, by default `ok`. */
  readonly start: (work: () => unknown, options?: ToolRunOptions, other?: () => unknown) => ToolRunStream;
}

const forever = (): Promise<never> => new Promise(() => {});

/** Returns a function of the application during which the run is aborted, and that ignores it. */
const abortAndHang = (abort: () => void) => (): Promise<never> => {
  queueMicrotask(abort);
  return forever();
};

/** Reads a run to its end. Resolves with the number of its steps, and its text or the code of its error. */
async function endOf(stream: ToolRunStream): Promise<string> {
  const end = await stream.response().then(
    ({ text, toolCalls }) => `${text} ${toolCalls.length} calls`,
    ({ code }: { code: string }) => code,
  );
  return `${stream.steps.length} steps: ${end}`;
}

/** Leaves a run when a tool runs. */
async function leaveInTool(stream: ToolRunStream): Promise<string> {
  for await (const { type } of stream) if (type === 'tool-run-start') break;
  return `${stream.steps.length} steps`;
}

/** A way to end a run, the responses of the model, and the outcome, which is the same with native and emulated tools. */
export type ToolRunWay = readonly [way: string, rounds: Rounds, outcome: string, run: (run: Run) => Promise<string>];

export const TOOL_RUN_WAYS: readonly ToolRunWay[] = [
  [
    'two calls at once',
    2,
    '3 steps: Done. 0 calls',
    ({ start }) => {
      let running = 0;
      const both: (() => void)[] = [];
      // Each call waits for the other one.
      const work = (): Promise<string> =>
        new Promise((resolve) => {
          running += 1;
          both.push(() => resolve('ok'));
          if (running % 2 === 0) for (const done of both.splice(0)) done();
        });
      return endOf(start(work, { concurrency: 2 }, work));
    },
  ],
  ['maxSteps', 9, '2 steps: Look. 2 calls', ({ start }) => endOf(start(() => 'ok', { maxSteps: 2 }))],
  [
    'a denial',
    1,
    '2 steps: Done. 0 calls',
    ({ start }) => endOf(start(() => 'ok', { approve: () => Promise.resolve('deny' as const) })),
  ],
  [
    'stopWhen',
    9,
    '2 steps: Look. 2 calls',
    ({ start }) => endOf(start(() => 'ok', { stopWhen: ({ index }) => index === 1 })),
  ],
  [
    'a tool that throws',
    1,
    '2 steps: Done. 0 calls',
    ({ start }) => endOf(start(() => Promise.reject(new Error('boom')))),
  ],
  [
    'a timeout within a tool',
    1,
    '2 steps: Done. 0 calls',
    ({ start }) => endOf(start(forever, { toolTimeoutMs: 2, concurrency: 2 })),
  ],
  [
    'a tool that is fast enough',
    1,
    '2 steps: Done. 0 calls',
    ({ start }) => endOf(start(() => 'ok', { toolTimeoutMs: 60_000 })),
  ],
  [
    'a tool that rejects after its timeout',
    1,
    '2 steps: Done. 0 calls',
    ({ start }) =>
      endOf(
        start(() => new Promise((_, reject) => void setTimeout(reject, 4, new Error('late'))), { toolTimeoutMs: 1 }),
      ),
  ],
  ['endless repetition', 'endless', '3 steps: limit_exceeded', ({ start }) => endOf(start(() => 'ok'))],
  [
    'a stream that is cut in the middle of the calls',
    'cut',
    '1 steps: connection_failed',
    ({ start }) => endOf(start(() => 'ok')),
  ],
  [
    'approve that throws, with two calls at once',
    1,
    '1 steps: invalid_request',
    ({ start }) => endOf(start(() => 'ok', { approve: () => Promise.reject(new Error('boom')), concurrency: 2 })),
  ],
  [
    'an abort within a tool',
    1,
    '1 steps: aborted',
    ({ start, abort }) => {
      return endOf(start(abortAndHang(abort), { concurrency: 2, toolTimeoutMs: 60_000 }));
    },
  ],
  [
    'an abort within approve',
    1,
    '1 steps: aborted',
    ({ start, abort }) => {
      const approve = abortAndHang(abort);
      return endOf(start(() => 'ok', { approve }));
    },
  ],
  [
    'an abort within the stream of the second step',
    9,
    '1 steps: aborted',
    async ({ start, abort }) => {
      const stream = start(() => 'ok');
      stream.subscribe({
        next: (event) => event.type === 'step-start' && event.index === 1 && abort(),
        error() {},
        complete() {},
      });
      return endOf(stream);
    },
  ],
  ['break within a tool', 1, '1 steps', ({ start }) => leaveInTool(start(forever, { toolTimeoutMs: 60_000 }))],
  [
    'close() within a tool',
    1,
    '1 steps',
    async ({ start }) => {
      const stream = start(forever, { toolTimeoutMs: 60_000 });
      for await (const { type } of stream) if (type === 'tool-run-start') await stream.close();
      return `${stream.steps.length} steps`;
    },
  ],
  [
    'break within the text of the second step',
    1,
    'left',
    async ({ start }) => {
      let steps = 0;
      for await (const { type } of start(() => 'ok')) {
        if (type === 'step-start') steps += 1;
        if (steps === 2 && type === 'text-delta') break;
      }
      // The rest of the step may have arrived already.
      return 'left';
    },
  ],
  [
    'close() before the first read',
    1,
    '0 steps',
    async ({ start }) => {
      const stream = start(() => 'ok');
      await stream.close();
      return `${stream.steps.length} steps`;
    },
  ],
];
