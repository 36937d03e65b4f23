import { setMaxListeners } from 'node:events';
import { failOnUnhandledRejections, settled } from '@lmux/test-support';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { calling, messages, toolClient } from '../test/tool-client.js';
import { runTools, tool } from './index.js';

failOnUnhandledRejections();

const CALLS = 30;
const REPLIES = [calling(...Array.from({ length: CALLS }, () => 'work')), 'Done.'];

/** Signals of older versions of Node warn of a leak when they have more than 10 listeners. Those of newer versions have no maximum. */
class WarningController extends AbortController {
  constructor() {
    super();
    setMaxListeners(10, this.signal);
  }
}

const warnings: string[] = [];
const onWarning = ({ name, message }: Error): void => void warnings.push(`${name}: ${message}`);

beforeEach(() => {
  warnings.length = 0;
  process.on('warning', onWarning);
  vi.stubGlobal('AbortController', WarningController);
});

afterEach(() => {
  vi.unstubAllGlobals();
  process.off('warning', onWarning);
});

/** Listens to a signal, as code of an application that waits. */
function listen(signal: AbortSignal): void {
  signal.addEventListener('abort', () => {});
}

type Stage = 'validation' | 'approve' | 'run';

/** Starts many calls at once, which wait in one stage until the run is aborted. Resolves with the code of its error. */
async function endIn(stage: Stage | undefined): Promise<unknown> {
  const controller = new AbortController();
  let waiting = 0;
  const reach = (current: Stage): Promise<void> => {
    if (current !== stage) return Promise.resolve();
    waiting += 1;
    if (waiting === CALLS) queueMicrotask(() => controller.abort());
    return new Promise(() => {});
  };
  const work = tool({
    name: 'work',
    parameters: z.object({}).refine(() => reach('validation').then(() => true)),
    run: (_, { signal }) => {
      listen(signal);
      return reach('run');
    },
  });
  const stream = runTools(
    toolClient(REPLIES).client,
    { tools: [work], messages },
    {
      concurrency: CALLS,
      toolTimeoutMs: 60_000,
      signal: controller.signal,
      approve: async (_, { signal }) => {
        listen(signal);
        await reach('approve');
        return 'run' as const;
      },
    },
  );
  return stream.response().then(
    ({ text }) => text,
    ({ code }: { code: string }) => code,
  );
}

test.each<[how: string, stage: Stage | undefined, result: string]>([
  ['that are complete', undefined, 'Done.'],
  ['that end while their input is validated', 'validation', 'aborted'],
  ['that end while approve waits', 'approve', 'aborted'],
  ['that end while the tools run', 'run', 'aborted'],
])('many calls at once %s cause no warning of too many listeners', async (_, stage, result) => {
  expect(await endIn(stage)).toBe(result);
  await settled();
  expect(warnings).toEqual([]);
});
