import type { ServerResponse } from 'node:http';
import { createClient, FetchTransport, UndiciTransport, type ClientConfig, type Transport } from '@lmux/core';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, HttpServer, rejectionOf, sendJson } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';

/** Texts `0`, `1` and so on. */
const textsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

type Respond = (response: ServerResponse, input: readonly string[], number: number) => void;

/** Responds as OpenAI does, with the number of each text as its vector. */
const embed: Respond = (response, input) =>
  sendJson(response, {
    model: 'served',
    data: input.map((text, index) => ({ index, embedding: [Number(text), 1] })),
    usage: { prompt_tokens: input.length, total_tokens: input.length },
  });

async function setup(respond: Respond, config: Partial<ClientConfig<'openai'>> = {}, transport?: Transport) {
  const inputs: string[][] = [];
  const server = closeAfterTest(
    await HttpServer.listen((response, { body }) => {
      const { input } = JSON.parse(body) as { input: string[] };
      inputs.push(input);
      respond(response, input, inputs.length);
    }),
  );
  const client = closeAfterTest(
    createClient({
      plugins: [openai],
      config: { provider: 'openai', model: 'm', retry: { baseDelayMs: 0 }, ...config, baseUrl: server.url },
      transport,
    }),
  );
  return { client, inputs, server };
}

test("5,000 texts are sent in requests within OpenAI's limit, and their vectors are in order", async () => {
  const { client, inputs } = await setup(embed);
  const { embeddings, usage, model, raw } = await client.embed({ input: textsOf(5000) });
  expect(inputs.map((input) => input.length).toSorted((a, b) => a - b)).toEqual([904, 2048, 2048]);
  expect(embeddings.map(([number]) => number)).toEqual(textsOf(5000).map(Number));
  expect([usage, model]).toEqual([{ inputTokens: 5000, totalTokens: 5000 }, 'served']);
  expect(raw).toMatchObject([{ data: { length: 2048 } }, { data: { length: 2048 } }, { data: { length: 904 } }]);
});

test('texts of more than 300,000 bytes are split by size', async () => {
  const { client, inputs } = await setup((response, input) =>
    embed(
      response,
      input.map((text) => text.trim()),
      0,
    ),
  );
  const texts = textsOf(7).map((text) => text.padStart(100_000));
  await client.embed({ input: texts });
  expect(inputs.map((input) => input.length).toSorted((a, b) => a - b)).toEqual([1, 3, 3]);
});

test('each part has its own retries', async () => {
  const failed = new Set<string>();
  const { client, inputs } = await setup(
    (response, input, number) => {
      const [first = ''] = input;
      if (failed.has(first)) return embed(response, input, number);
      failed.add(first);
      return sendJson(response, { error: { message: 'Busy.' } }, 503);
    },
    { limits: { embedInputs: 2 }, retry: { maxRetries: 1, baseDelayMs: 0 } },
  );
  const { embeddings } = await client.embed({ input: textsOf(6) });
  expect(embeddings.map(([number]) => number)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(inputs).toHaveLength(6);
});

test('maxConcurrent also limits the parts', async () => {
  let running = 0;
  let most = 0;
  const { client } = await setup(
    (response, input, number) => {
      running += 1;
      most = Math.max(most, running);
      setImmediate(() => {
        running -= 1;
        embed(response, input, number);
      });
    },
    { limits: { embedInputs: 1 }, maxConcurrent: 2 },
  );
  const calls = [client.embed({ input: textsOf(10) }), client.embed({ input: textsOf(10) })];
  for (const { embeddings } of await Promise.all(calls)) expect(embeddings).toHaveLength(10);
  expect(most).toBe(2);
});

describe.each<[name: string, create: () => Transport]>([
  ['UndiciTransport', () => new UndiciTransport()],
  ['FetchTransport', () => new FetchTransport()],
])('over %s', (_name, create) => {
  test('a rejected part closes the connections of the others', async () => {
    const open: Promise<unknown>[] = [];
    const { client, inputs } = await setup(
      (response, _input, number) => {
        if (number < 3) return void open.push(new Promise((resolve) => response.once('close', resolve)));
        return sendJson(response, { error: { message: 'Too long.', param: 'input' } }, 400);
      },
      { limits: { embedInputs: 2, embedConcurrency: 3 } },
      create(),
    );
    const error = await rejectionOf(client.embed({ input: textsOf(20) }));
    expect(error).toMatchObject({
      name: 'ApiError',
      code: 'invalid_request',
      status: 400,
      param: 'input',
      attempts: 1,
    });
    expect((error as Error).message).toMatch(/^Embedding "input\[\d\]" to "input\[\d\]" of 20 texts failed\. /);
    expect(open).toHaveLength(2);
    await Promise.all(open);
    expect(inputs).toHaveLength(3);
  });

  test('the signal closes all connections', async () => {
    const controller = new AbortController();
    const closed: Promise<unknown>[] = [];
    const { client, inputs } = await setup(
      (response, _input, number) => {
        closed.push(new Promise((resolve) => response.once('close', resolve)));
        if (number === 4) controller.abort('reason');
      },
      { limits: { embedInputs: 1 } },
      create(),
    );
    const error = await rejectionOf(client.embed({ input: textsOf(10) }, { signal: controller.signal }));
    expect(error).toMatchObject({ code: 'aborted', cause: 'reason' });
    expect((error as Error).message).toContain('the embedding of 10 texts in 10 requests');
    await Promise.all(closed);
    expect(inputs).toHaveLength(4);
  });
});
