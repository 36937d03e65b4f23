import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { createClient, isLmError, type ChatRequest, type StreamEvent } from '@lmux/core';
import { FakeClock, FakeTransport } from '@lmux/core/testing';
import { startEmulator } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { beforeAll, describe, expect, test } from 'vitest';
import { MESSAGES } from './support/client.ts';
import { nativeStream, recordedStreams, type RecordedStream } from './support/recordings.ts';
import { split, mutate, mutation, replaceValue, text, TOKENS, VALUES } from './support/mutations.ts';

/** The seed is fixed, so that a change cannot fail by chance. Set `FC_SEED` and `FC_RUNS` to test other examples. */
const RUNS = Number(process.env['FC_RUNS'] ?? 60);

fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const GREETING = { json: { lmstudio: true } };

interface Outcome {
  readonly events: readonly StreamEvent[];
  readonly error: unknown;
}

/** Returns the events and the error of a stream whose bytes arrive in these reads. */
async function play({ dialect }: RecordedStream, reads: readonly Uint8Array[]): Promise<Outcome> {
  const { plugin, provider, route } = dialect;
  const body = { headers: { 'content-type': 'text/event-stream' }, body: reads };
  // The LM Studio provider identifies the server after an unexpected response.
  const transport = new FakeTransport(body, GREETING, GREETING);
  const clock = new FakeClock();
  const client = createClient({ plugins: [plugin], config: { provider, model: 'm', retry: false }, transport, clock });
  const events: StreamEvent[] = [];
  let error: unknown;
  try {
    for await (const event of client.chatStream({ messages: MESSAGES }, { route })) events.push(event);
  } catch (caught) {
    error = caught;
  }
  expect(clock.timers).toBeLessThanOrEqual(1);
  clock.advance(200);
  expect(clock.timers).toBe(0);
  expect(transport.open).toBe(0);
  await client.close();
  return { events, error };
}

/** Returns events as JSON, without the tool call ids that lmux generates. */
function told(events: readonly StreamEvent[]): string {
  return JSON.stringify(events).replaceAll(/call_[0-9a-f-]{36}/g, 'call');
}

const BALANCED = [
  ['text-start', 'text-end'],
  ['reasoning-start', 'reasoning-end'],
  ['prompt-start', 'prompt-end'],
  ['model-load-start', 'model-load-end'],
  ['tool-call-start', 'tool-call-end'],
  ['tool-result-start', 'tool-result'],
] as const;

/** Returns what is wrong with a stream. It must end with `finish` or with an `LmError`, and in no other way. */
function complaint({ events, error }: Outcome): string | undefined {
  const count = (type: string): number => events.filter((event) => event.type === type).length;
  if (error === undefined) {
    if (events.at(-1)?.type !== 'finish' || count('finish') !== 1)
      return 'finish must be the last event and occur once';
    const open = BALANCED.find(([start, end]) => count(start) !== count(end));
    return open === undefined ? undefined : `${open[0]} without ${open[1]}`;
  }
  if (!isLmError(error)) return `not an LmError: ${inspect(error)}`;
  if (error.cause instanceof TypeError || error.cause instanceof RangeError)
    return `unexpected error: ${inspect(error.cause)}`;
  return count('finish') === 0 ? undefined : 'an error after finish';
}

const streams = recordedStreams();

beforeAll(async () => {
  streams.push(await nativeStream());
});

const NAMES = [...streams.map(({ name }) => name), 'native'];

const streamOf = (name: string): RecordedStream =>
  streams.find((stream) => stream.name === name) ?? expect.unreachable();

describe.each(NAMES)('the stream %s', (name) => {
  test('has the same events wherever it is split', async () => {
    const stream = streamOf(name);
    const whole = await play(stream, [stream.bytes]);
    expect(complaint(whole)).toBeUndefined();
    expect(whole.error).toBeUndefined();
    const places = fc.array(fc.nat(stream.bytes.length), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(places, async (splits) => {
        expect(told((await play(stream, split(stream.bytes, splits))).events)).toBe(told(whole.events));
      }),
      { numRuns: RUNS },
    );
  });

  test('ends with finish or an LmError, whatever happens to its bytes', async () => {
    const stream = streamOf(name);
    await fc.assert(
      fc.asyncProperty(
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        async (mutations, splits) => {
          const bytes = mutations.reduce(mutate, stream.bytes);
          expect(complaint(await play(stream, split(bytes, splits)))).toBeUndefined();
        },
      ),
      { numRuns: 2 * RUNS },
    );
  });

  test('ends with finish or an LmError, whatever its JSON values are', async () => {
    const stream = streamOf(name);
    const change = fc.tuple(fc.nat(1_000_000), fc.constantFrom(...VALUES));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = changes.reduce((before, [at, value]) => replaceValue(before, at, value), stream.bytes);
        expect(complaint(await play(stream, [bytes]))).toBeUndefined();
      }),
      { numRuns: 2 * RUNS },
    );
  });
});

test('a stream of arbitrary bytes ends with finish or an LmError', async () => {
  for (const name of [NAMES[0] ?? '', 'native']) {
    const stream = streamOf(name);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(fc.constantFrom(...TOKENS)).map((all) => new TextEncoder().encode(all.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        expect(complaint(await play(stream, [given]))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  }
});

const message = fc.oneof(
  fc.record({ role: fc.constant('user' as const), content: text }),
  fc.record({ role: fc.constant('system' as const), content: text }),
  fc.record({ role: fc.constant('assistant' as const), content: text }),
);

const request: fc.Arbitrary<ChatRequest> = fc.record(
  {
    messages: fc.array(message, { minLength: 1, maxLength: 6 }),
    temperature: fc.double({ min: 0, max: 2, noNaN: true }),
    topP: fc.double({ min: 0.01, max: 1, noNaN: true }),
    maxOutputTokens: fc.integer({ min: 1, max: 100_000 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 }),
    stop: fc.array(text, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ['messages'] },
);

test('the server receives exactly the fields of a request', async () => {
  await using emulator = await startEmulator();
  await using client = createClient({
    plugins: [openai],
    config: { provider: 'openai', baseUrl: emulator.url, model: 'qwen/qwen3-4b-2507' },
  });
  await fc.assert(
    fc.asyncProperty(request, async (requested) => {
      const copy = structuredClone(requested);
      // The emulator may reject the prompt as too long. Only what was sent matters.
      await client.chat(requested).catch(() => {});
      expect(requested, 'the request is not changed').toEqual(copy);
      const sent = emulator.requests.at(-1)?.body;
      expect(sent).toEqual({
        model: 'qwen/qwen3-4b-2507',
        messages: requested.messages,
        ...(requested.temperature === undefined ? {} : { temperature: requested.temperature }),
        ...(requested.topP === undefined ? {} : { top_p: requested.topP }),
        ...(requested.maxOutputTokens === undefined ? {} : { max_tokens: requested.maxOutputTokens }),
        ...(requested.seed === undefined ? {} : { seed: requested.seed }),
        ...(requested.stop === undefined ? {} : { stop: requested.stop }),
      });
    }),
    { numRuns: RUNS },
  );
});
