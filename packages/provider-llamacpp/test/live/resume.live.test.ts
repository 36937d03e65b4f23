import { createClient, type LmClient } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { closeAfterTest, TcpProxy, type ClosePlan } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';

const { LM_PROVIDER, LM_BASE_URL = '', LM_MODEL = '', LM_API_KEY = '', LM_SEED } = process.env;
const BASE_URL = LM_BASE_URL.replace(/\/+$/, '');
/** Printed with every failure. Set LM_SEED to repeat a run with the same cuts. */
const SEED = Number(LM_SEED ?? Math.trunc(Math.random() * 2 ** 31));

const RESPONSES = 200;
const AT_ONCE = 8;
const TOKENS = 6;

const FINISH = /"finish_reason":"\w/;

/** Creates a generator of numbers from 0 to 1 that depend only on the seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 2 ** 24;
  };
}

/** Sends a request directly to the server, without the proxy. */
async function fetchText(path: string, body?: unknown): Promise<string> {
  const response = await fetch(BASE_URL + path, {
    headers: {
      'content-type': 'application/json',
      // A kept-alive connection that was closed while it was idle would fail the next request.
      connection: 'close',
      ...(LM_API_KEY === '' ? {} : { authorization: `Bearer ${LM_API_KEY}` }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return response.text();
}

/** Fetches the bytes of a response that the server stores. */
function keptBytes(id: string): Promise<string> {
  return fetchText(`/v1/stream?conv_id=${id}&from=0`);
}

async function isGenerating(id: string): Promise<boolean> {
  const streams = JSON.parse(await fetchText('/v1/streams/lookup', { conversation_ids: [id] })) as {
    is_done: boolean;
  }[];
  return streams.some((stream) => !stream.is_done);
}

async function busySlots(): Promise<number> {
  const slots = JSON.parse(await fetchText(`/slots?model=${encodeURIComponent(LM_MODEL)}`)) as {
    is_processing: boolean;
  }[];
  return slots.filter(({ is_processing: busy }) => busy).length;
}

/** Returns the text of each chunk of an event stream. */
function textsIn(bytes: string): string[] {
  const lines = bytes.split('\n').filter((line) => line.startsWith('data: {'));
  const chunks = lines.map(
    (line) => JSON.parse(line.slice(6)) as { choices: { delta: { content?: string | null } }[] },
  );
  return chunks.flatMap(({ choices }) => choices[0]?.delta.content || []);
}

async function open(plan: ClosePlan): Promise<{ client: LmClient; earlyCloses: () => number }> {
  const proxy = closeAfterTest(await TcpProxy.start(BASE_URL, { closeAfter: plan }));
  const client = createClient({
    plugins: [llamacpp],
    config: {
      provider: 'llamacpp',
      baseUrl: proxy.url,
      model: LM_MODEL,
      resume: true,
      retry: { maxRetries: 5, baseDelayMs: 20 },
      ...(LM_API_KEY === '' ? {} : { apiToken: LM_API_KEY }),
    },
  });
  closeAfterTest(client);
  return { client, earlyCloses: () => proxy.earlyCloses };
}

function request(number: number) {
  return {
    messages: [{ role: 'user' as const, content: `Tell me about the number ${number}.` }],
    maxOutputTokens: TOKENS,
    temperature: 0,
    seed: 1,
    // Gives all responses the same length, so that every planned cut comes before the end.
    extra: { ignore_eos: true },
  };
}

interface Outcome {
  readonly number: number;
  readonly id: string | undefined;
  readonly pieces: string[];
  readonly text: string;
  readonly resumed: number;
}

async function read(client: LmClient, number: number, ids: ReadonlyMap<number, string>): Promise<Outcome> {
  const pieces: string[] = [];
  const stream = client.chatStream(request(number), { headers: { 'x-number': String(number) } });
  for await (const event of stream) if (event.type === 'text-delta') pieces.push(event.text);
  const { text, warnings } = await stream.response();
  const resumed = warnings.filter(({ code }) => code === 'stream_resumed').length;
  return { number, id: ids.get(number), pieces, text, resumed };
}

const CANCELLATIONS: [string, (client: LmClient) => Promise<void>][] = [
  [
    'break',
    async (client) => {
      for await (const event of client.chatStream({ ...request(1), maxOutputTokens: 600 })) {
        if (event.type === 'text-delta') break;
      }
    },
  ],
  [
    'abort',
    async (client) => {
      const controller = new AbortController();
      const stream = client.chatStream({ ...request(1), maxOutputTokens: 600 }, { signal: controller.signal });
      const reading = (async () => {
        for await (const event of stream) if (event.type === 'text-delta') controller.abort();
      })();
      await expect(reading).rejects.toMatchObject({ code: 'aborted' });
    },
  ],
  [
    'closing the client',
    async (client) => {
      const reading = (async () => {
        let closed: Promise<void> | undefined;
        for await (const event of client.chatStream({ ...request(1), maxOutputTokens: 600 })) {
          if (event.type === 'text-delta') closed ??= client.close();
        }
      })();
      await expect(reading).rejects.toMatchObject({ code: 'closed' });
      await client.close();
    },
  ],
];

describe.skipIf(LM_PROVIDER !== 'llamacpp')(
  'streams that survive a closed connection (skipped unless LM_PROVIDER is llamacpp)',
  () => {
    test(
      `${RESPONSES} responses, each closed early one to three times, equal the bytes that the server stores`,
      { timeout: 600_000 },
      async () => {
        const random = randomOf(SEED);
        const ids = new Map<number, string>();
        const closePointsOf = new Map<number, number[]>();
        const { client, earlyCloses } = await open((passing) => {
          const number = Number(passing.header('x-number'));
          const id = passing.header('x-conversation-id');
          if (id !== undefined) ids.set(number, id);
          return /^(?:POST \/v1\/chat\/completions|GET \/v1\/stream) /.test(passing.line.replace('?', ' '))
            ? closePointsOf.get(number)?.shift()
            : undefined;
        });
        const whole = await read(client, 0, ids);
        const length = (await keptBytes(whole.id ?? '')).length;
        expect(whole).toMatchObject({ resumed: 0, pieces: expect.objectContaining({ length: TOKENS }) });
        // The sum of the distances stays below 90% of the response, so that all cuts come before its end.
        for (let number = 1; number <= RESPONSES; number += 1) {
          const times = 1 + Math.trunc(random() * 3);
          closePointsOf.set(
            number,
            Array.from({ length: times }, () => Math.trunc(random() * (length / times) * 0.9)),
          );
        }
        const outcomes: Outcome[] = [];
        const planned = new Map([...closePointsOf].map(([number, points]) => [number, points.length]));
        let next = 1;
        const work = async (): Promise<void> => {
          while (next <= RESPONSES) {
            const number = next;
            next += 1;
            outcomes.push(await read(client, number, ids));
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, work));
        const expected: Outcome[] = [];
        for (const { number, id, resumed } of outcomes) {
          const pieces = textsIn(await keptBytes(id ?? ''));
          expected.push({ number, id, pieces, text: pieces.join(''), resumed });
        }
        expect({ SEED, outcomes }).toEqual({ SEED, outcomes: expected });
        expect(outcomes).toHaveLength(RESPONSES);
        expect({ SEED, complete: outcomes.filter(({ resumed }) => resumed === 0) }).toEqual({ SEED, complete: [] });
        const all = [...planned.values()].reduce((sum, times) => sum + times, 0);
        expect({ SEED, earlyCloses: earlyCloses() }).toEqual({ SEED, earlyCloses: all });
      },
    );

    test.each([
      ['close', 1],
      ['reset', 1],
      ['hold', 0],
    ] as const)(
      'are complete after the finish reason, and resumed for their usage if they can be (ending "%s")',
      { timeout: 60_000 },
      async (ending, times) => {
        const ids = new Map<number, string>();
        const lines: string[] = [];
        const { client, earlyCloses } = await open((passing) => {
          lines.push(passing.line);
          ids.set(1, passing.header('x-conversation-id') ?? ids.get(1) ?? '');
          return { mark: FINISH, ending };
        });
        const { id = '', pieces, text, resumed } = await read(client, 1, ids);
        expect({ resumed, cuts: earlyCloses() }).toEqual({ resumed: times, cuts: 1 });
        expect(lines.map((line) => line.split(' ', 1)[0])).toEqual(['POST', 'GET'].slice(0, 1 + times));
        expect(pieces).toEqual(textsIn(await keptBytes(id)));
        expect(text).toBe(pieces.join(''));
      },
    );

    test.each(CANCELLATIONS)('stop the generation when they are canceled by %s', async (_name, cancel) => {
      let id = '';
      const { client } = await open((passing) => {
        id = passing.header('x-conversation-id') ?? id;
        return undefined;
      });
      await cancel(client);
      expect(id).not.toBe('');
      await expect.poll(() => isGenerating(id), { timeout: 10_000 }).toBe(false);
      await expect.poll(busySlots, { timeout: 10_000 }).toBe(0);
    });
  },
);
