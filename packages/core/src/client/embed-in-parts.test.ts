import { rejectionOf, settled } from '@lmux/test-support';
import { expect, test } from 'vitest';
import type { ClientConfig } from '../contract/client-config.js';
import type { EmbeddingResponse } from '../contract/embedding.js';
import type { RouteLimits } from '../contract/capability.js';
import { LmError } from '../errors/lm-error.js';
import type { Provider } from '../provider/provider.js';
import { ABLE_ROUTE, FakeClock, fakeProvider } from '../testing/index.js';
import { createClient } from './create-client.js';

type Embed = NonNullable<Provider['embed']>;

interface Options {
  readonly routeLimits?: RouteLimits;
  readonly config?: Partial<ClientConfig<'fake'>>;
  readonly embed?: Embed;
}

/** Texts `t0`, `t1` and so on. */
const textsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `t${index}`);

/** Returns a response with the number of each text as its vector. */
function responseOf(input: string | readonly string[], more: Partial<EmbeddingResponse> = {}): EmbeddingResponse {
  const texts = typeof input === 'string' ? [input] : input;
  return { embeddings: texts.map((text) => [Number(text.slice(1)), 1]), model: 'm', warnings: [], raw: texts, ...more };
}

function setup({ routeLimits = { embedInputs: 2 }, config, embed = async ({ input }) => responseOf(input) }: Options) {
  const plugin = fakeProvider({ routes: { fake: { ...ABLE_ROUTE, limits: routeLimits } }, methods: { embed } });
  const clock = new FakeClock();
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm', ...config }, clock });
  const inputs = (): unknown[] => plugin.calls.map(({ request }) => (request as { input: unknown }).input);
  return { client, clock, plugin, inputs };
}

test('sends an input within the limits unchanged, in one request', async () => {
  const { client, inputs } = setup({});
  await client.embed({ input: 't0' });
  const { raw } = await client.embed({ input: ['t0', 't1'] });
  expect(inputs()).toEqual(['t0', ['t0', 't1']]);
  expect(raw).toEqual(['t0', 't1']);
});

test.each<[name: string, options: Options, parts: string[][]]>([
  ['the limit of the route', {}, [['t0', 't1'], ['t2', 't3'], ['t4']]],
  ['the limit of the client', { config: { limits: { embedInputs: 4 } } }, [['t0', 't1', 't2', 't3'], ['t4']]],
  [
    'a size',
    { routeLimits: { embedBytes: 6 } },
    [
      ['t0', 't1', 't2'],
      ['t3', 't4'],
    ],
  ],
  [
    'a size of the client',
    { config: { limits: { embedInputs: 9, embedBytes: 8 } } },
    [['t0', 't1', 't2', 't3'], ['t4']],
  ],
])('splits by %s, and returns the vectors in order', async (_, options, parts) => {
  const { client, inputs } = setup(options);
  const { embeddings, raw } = await client.embed({ input: textsOf(5) });
  expect(inputs()).toEqual(parts);
  expect(embeddings.map(([number]) => number)).toEqual([0, 1, 2, 3, 4]);
  expect(raw).toEqual(parts);
});

test('sums the usage, and merges the warnings without duplicates', async () => {
  const warning = { code: 'model_mismatch', message: 'Another model.' };
  const { client } = setup({
    embed: async ({ input }, { warnings }) =>
      responseOf(input, {
        usage: { inputTokens: input.length, totalTokens: 10, ...(input[0] === 't0' && { cachedInputTokens: 1 }) },
        warnings: [...warnings, warning, ...(input[0] === 't4' ? [{ code: 'own', message: 'One part.' }] : [])],
      }),
    config: { limits: { embedInputs: 2 } },
  });
  const { usage, warnings } = await client.embed({ input: textsOf(5) });
  // A part without a count makes its sum unknown.
  expect(usage).toEqual({ inputTokens: 5, totalTokens: 30 });
  expect(warnings).toEqual([warning, { code: 'own', message: 'One part.' }]);
});

test('has no usage if a part has none', async () => {
  const { client } = setup({
    embed: async ({ input }) => responseOf(input, input[0] === 't0' ? { usage: { inputTokens: 1 } } : {}),
  });
  expect(await client.embed({ input: textsOf(3) })).not.toHaveProperty('usage');
});

test.each<[limits: ClientConfig['limits'], maxConcurrent: number | undefined, expected: number]>([
  [undefined, undefined, 4],
  [{ embedConcurrency: 2 }, undefined, 2],
  [{ embedConcurrency: 100 }, undefined, 10],
  [undefined, 3, 3],
  [{ embedConcurrency: 1 }, 3, 1],
])('with limits %j and maxConcurrent %j, %d requests run at a time', async (limits, maxConcurrent, expected) => {
  let running = 0;
  let most = 0;
  const { client } = setup({
    config: { limits, maxConcurrent },
    embed: async ({ input }) => {
      running += 1;
      most = Math.max(most, running);
      await settled();
      running -= 1;
      return responseOf(input);
    },
  });
  const { embeddings } = await client.embed({ input: textsOf(20) });
  expect(embeddings.map(([number]) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(most).toBe(expected);
});

/** Waits for the signal, as a request to a server does that does not respond. */
const untilAborted = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('canceled')), { once: true }));

test('a failed part cancels the others, and the error says which texts failed', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const { client, plugin, clock } = setup({
    embed: async ({ input }, { options }) => {
      signals.push(options.signal);
      if (input[0] !== 't2') return untilAborted(options.signal);
      await settled();
      throw new LmError('rate_limited', 'Too many requests.', { retryable: true });
    },
  });
  const error = await rejectionOf(client.embed({ input: textsOf(20) }));
  const message = 'Embedding "input[2]" to "input[3]" of 20 texts failed. Too many requests.';
  expect(error).toMatchObject({ code: 'rate_limited', provider: 'fake', retryable: true, message });
  expect((error as Error).stack).toContain(message);
  expect(plugin.calls).toHaveLength(4);
  expect(signals.every((signal) => signal?.aborted)).toBe(true);
  expect(clock.timers).toBe(0);
});

test('a part with one text has one position in the error', async () => {
  const embed: Embed = async () => {
    throw new LmError('server_error', 'Failed.');
  };
  const { client } = setup({ embed, config: { limits: { embedInputs: 1, embedConcurrency: 1 } } });
  const error = await rejectionOf(client.embed({ input: textsOf(2) }));
  expect(error).toMatchObject({ message: 'Embedding "input[0]" of 2 texts failed. Failed.' });
});

test.each<[name: string, response: Partial<EmbeddingResponse>, message: string]>([
  ['another length', { embeddings: [[1, 2, 3]] }, 'embeddings of different lengths (2, 3) for parts of one input'],
  ['too few vectors', { embeddings: [] }, 'returned 0 embeddings for 1 texts'],
])('rejects a part with %s', async (_, response, message) => {
  const { client } = setup({ embed: async ({ input }) => responseOf(input, input[0] === 't2' ? response : {}) });
  const error = await rejectionOf(client.embed({ input: textsOf(3) }));
  expect(error).toMatchObject({ code: 'unexpected_response', message: expect.stringContaining(message) });
});

test('one total timeout ends all parts', async () => {
  const totals: unknown[] = [];
  const { client, clock } = setup({
    embed: async (_, { options }) => {
      totals.push(options.timeouts?.total);
      return untilAborted(options.signal);
    },
  });
  const rejection = rejectionOf(client.embed({ input: textsOf(5) }, { timeout: 1000, timeouts: { idle: 7 } }));
  await settled();
  clock.advance(1000);
  const error = await rejection;
  expect(error).toMatchObject({ code: 'total_timeout', provider: 'fake', retryable: true });
  expect((error as Error).message).toContain('within 1000 ms (the embedding of 5 texts in 3 requests)');
  expect(totals).toEqual([0, 0, 0]);
  expect(clock.timers).toBe(0);
});

test('close() ends all parts', async () => {
  const { client, clock, plugin } = setup({ embed: (_, { options }) => untilAborted(options.signal) });
  const rejection = rejectionOf(client.embed({ input: textsOf(20) }));
  await settled();
  await client.close();
  expect(await rejection).toMatchObject({ code: 'closed' });
  expect(plugin.calls).toHaveLength(4);
  expect(clock.timers).toBe(0);
});
