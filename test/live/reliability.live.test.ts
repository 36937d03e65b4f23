import {
  createClient,
  FetchTransport,
  isLmError,
  type LmClient,
  type LmError,
  type Transport,
  UndiciTransport,
} from '@lmux/core';
import { TcpProxy } from '@lmux/test-support';
import { describe, expect, onTestFinished, test, type TestContext } from 'vitest';
import { plugins } from '../../examples/plugins.ts';
import { liveProvider, modelOf } from './support.ts';

const TRANSPORTS: readonly { readonly name: string; readonly create: () => Transport }[] = [
  { name: 'UndiciTransport', create: () => new UndiciTransport() },
  { name: 'FetchTransport', create: () => new FetchTransport() },
];

const MESSAGES = [{ role: 'user', content: 'Tell me about the sea.' }] as const;
const STREAMS = 50;
const TOKENS = 8;

/** Creates a client whose connections go through a proxy, which counts them and can reset them. */
async function open(create: () => Transport, context: TestContext): Promise<{ client: LmClient; proxy: TcpProxy }> {
  const model = modelOf('LM_MODEL', context);
  const proxy = await TcpProxy.start(process.env['LM_BASE_URL'] ?? '');
  const transport = create();
  const apiToken = process.env['LM_API_KEY'];
  const config = {
    provider: liveProvider,
    baseUrl: proxy.url,
    model,
    retry: false,
    // A server that generates one reply at a time may need minutes to reach the last of many.
    timeout: 0,
    ...(apiToken ? { apiToken } : {}),
  } as const;
  const client = createClient({ plugins, config, transport });
  onTestFinished(async () => {
    await client.close();
    await transport.close();
    await proxy[Symbol.asyncDispose]();
  });
  return { client, proxy };
}

interface Outcome {
  readonly text: string;
  readonly finished: boolean;
  readonly error: LmError | undefined;
}

/** Reads a stream, and aborts it after `abortAfter` deltas. */
async function read(client: LmClient, abortAfter: number): Promise<Outcome> {
  const controller = new AbortController();
  let text = '';
  let pieces = 0;
  let finished = false;
  if (abortAfter === 0) queueMicrotask(() => controller.abort('enough'));
  try {
    const stream = client.chatStream({ messages: MESSAGES, maxOutputTokens: TOKENS }, { signal: controller.signal });
    for await (const event of stream) {
      if (event.type === 'finish') finished = event.response.text === text;
      if (event.type !== 'text-delta') continue;
      text += event.text;
      pieces += 1;
      if (pieces === abortAfter) controller.abort('enough');
    }
    return { text, finished, error: undefined };
  } catch (error) {
    if (!isLmError(error)) throw error;
    return { text, finished, error };
  }
}

describe.each(TRANSPORTS)('$name', ({ create }) => {
  test('a call, a stream and an error have the expected results', async (context) => {
    // A separate client and proxy each, because without retries, a kept-alive connection that died between two calls would fail the second.
    const { client: forReply } = await open(create, context);
    expect((await forReply.chat({ messages: MESSAGES, maxOutputTokens: 4 })).text).not.toBe('');
    const { client: forStream } = await open(create, context);
    expect(await read(forStream, Infinity)).toMatchObject({ finished: true, error: undefined });
    const { client: forError } = await open(create, context);
    const unknown = forError.chat({ model: 'no-such-model', messages: MESSAGES, maxOutputTokens: 2 });
    await expect(unknown).rejects.toMatchObject({ code: 'model_not_found', attempts: 1 });
  });

  test(`of ${STREAMS} concurrent streams, a third of them aborted, all others are complete, and no socket is left open`, async (context) => {
    const { client, proxy } = await open(create, context);
    // 0 aborts before the response, other numbers after that many deltas.
    const moments = Array.from({ length: STREAMS }, (_, index) => (index % 3 === 0 ? (index * 7) % 9 : Infinity));
    const outcomes = await Promise.all(moments.map((moment) => read(client, moment)));
    const kept = outcomes.filter((_, index) => moments[index] === Infinity);
    expect(kept.filter(({ finished, text }) => finished && text !== '')).toHaveLength(kept.length);
    const canceled = outcomes.filter((_, index) => moments[index] !== Infinity);
    // A short reply may be complete before the abort.
    const aborted = canceled.filter(({ error }) => error !== undefined);
    expect(aborted.length).toBeGreaterThan(canceled.length / 2);
    for (const { error, text } of aborted) {
      expect(error).toMatchObject({ code: 'aborted', cause: 'enough' });
      expect(error?.partial?.text ?? '').toBe(text);
    }
    await client.close();
    // Node's fetch keeps idle connections for 4 s.
    await expect.poll(() => proxy.connections, { timeout: 10_000 }).toBe(0);
  });

  test('each stream ends with an error and the partial response if all connections are reset midway', async (context) => {
    const { client, proxy } = await open(create, context);
    const streams = Array.from({ length: 4 }, async () => {
      let text = '';
      try {
        for await (const piece of client.chatStream({ messages: MESSAGES, maxOutputTokens: 300 }).text()) {
          text += piece;
          proxy.resetAll();
        }
      } catch (error) {
        return { text, error: error as LmError };
      }
      throw new Error('The stream must fail; received a complete response.');
    });
    const outcomes = await Promise.all(streams);
    expect(outcomes.some(({ text }) => text !== '')).toBe(true);
    for (const { text, error } of outcomes) {
      expect(isLmError(error, 'connection_failed') || isLmError(error, 'stream_truncated')).toBe(true);
      expect(error.partial?.text ?? '').toBe(text);
      expect(error.provider).toBe(liveProvider);
    }
    expect(proxy.connections).toBe(0);
  });
});
