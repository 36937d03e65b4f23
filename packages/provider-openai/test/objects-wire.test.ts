import { createClient } from '@lmux/core';
import { streamObject } from '@lmux/core/objects';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, collect, HttpServer, sseOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { chunk, stop } from './chunks.js';
import { eventsOf, recordings } from './fixtures.js';

/** Number of requests at the same time. */
const WORKERS = 8;

const Person = z.object({ name: z.string(), age: z.int() });

const schemaStreams = recordings(/chat-stream-schema$/).map((recording) => ({
  name: recording.name,
  body: recording.body,
  text: eventsOf(recording)
    .map(({ choices }) => choices[0]?.delta?.content ?? '')
    .join(''),
}));

const unicode = '{"name":"Zoë \\"\\u00eb\\" \u{1F600}\\n","age":7}';
const handmade = {
  name: 'characters of several bytes',
  body: Buffer.from(sseOf([...(unicode.match(/.{1,3}/gsu)?.map((content) => chunk({ content })) ?? []), stop()])),
  text: unicode,
};

test('there are recordings', () => {
  expect(schemaStreams.map(({ name }) => name)).toEqual(expect.arrayContaining(['llama/chat-stream-schema']));
});

test.each([...schemaStreams, handmade])('$name gives the same object at every byte split', async ({ body, text }) => {
  // The number of a request is the offset of its split.
  const server = closeAfterTest(
    await HttpServer.listen((response, _request, number) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(body.subarray(0, number), () => setImmediate(() => response.end(body.subarray(number))));
    }),
  );
  const config = { provider: 'openai', baseUrl: server.url, model: 'm', retry: false } as const;
  const client = closeAfterTest(createClient({ plugins: [openai], config }));
  const seen = new Set<string>();
  let started = 0;
  const work = async (): Promise<void> => {
    while (started < body.length) {
      started += 1;
      const stream = streamObject(client, { schema: Person, messages: [{ role: 'user', content: 'Who?' }] });
      const partials = await collect(stream.partials());
      seen.add(JSON.stringify([partials.at(-1), await stream.object()]));
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  const object: unknown = JSON.parse(text);
  expect([...seen].map((json): unknown => JSON.parse(json))).toEqual([[object, object]]);
  expect(server.requests).toHaveLength(body.length);
});
