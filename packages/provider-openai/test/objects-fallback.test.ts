import { createClient } from '@lmux/core';
import { generateObject, streamObject } from '@lmux/core/objects';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, HttpServer, sendJson, sseOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chunk, stop } from './chunks.js';

const messages = [{ role: 'user', content: 'Where?' }] as const;
const Place = z.object({ city: z.string() });
const TEXT = '{"city":"Rome"}';

interface SentBody {
  readonly response_format?: { readonly type: string };
  readonly tools?: unknown;
  readonly stream?: boolean;
}

const modeOf = (body: SentBody): string =>
  body.response_format?.type ?? (body.tools === undefined ? 'prompt' : 'tools');

/** Starts a server that refuses modes with the words of real servers. */
async function serverWith(refusals: Readonly<Record<string, string>>, more: { modelCapabilities?: 'off' } = {}) {
  const modes: string[] = [];
  const server = closeAfterTest(
    await HttpServer.listen((response, request) => {
      // It knows nothing about its models.
      if (request.method === 'GET') return sendJson(response, {}, 404);
      const body = JSON.parse(request.body) as SentBody;
      modes.push(modeOf(body));
      const message = refusals[modeOf(body)];
      if (message !== undefined) {
        sendJson(response, { error: { message, type: 'invalid_request_error' } }, 400);
      } else if (body.stream === true) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(sseOf([chunk({ content: TEXT }), stop()]));
      } else {
        const choices = [{ index: 0, message: { role: 'assistant', content: TEXT }, finish_reason: 'stop' }];
        sendJson(response, { choices });
      }
    }),
  );
  const config = { provider: 'openai', baseUrl: server.url, model: 'm', retry: false, ...more } as const;
  return { client: closeAfterTest(createClient({ plugins: [openai], config })), modes };
}

describe.each<[name: string, refusals: Readonly<Record<string, string>>, modes: string[]]>([
  [
    'DeepSeek, without a tool',
    { json_schema: 'This response_format type is unavailable now', tools: 'm does not support tools' },
    ['json_schema', 'tools', 'json_object'],
  ],
  [
    'OpenAI',
    { json_schema: "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model." },
    ['json_schema', 'tools'],
  ],
])('a server that refuses a mode: %s', (_name, refusals, modes) => {
  test('is asked in the next mode, and later in that at once', async () => {
    const { client, modes: sent } = await serverWith(refusals);
    expect(await generateObject(client, { schema: Place, messages })).toMatchObject({ object: { city: 'Rome' } });
    expect(sent).toEqual(modes);
    await generateObject(client, { schema: Place, messages });
    expect(sent).toEqual([...modes, modes.at(-1)]);
  });

  test('is asked in the next mode by a stream', async () => {
    const { client, modes: sent } = await serverWith(refusals);
    expect(await streamObject(client, { schema: Place, messages }).object()).toEqual({ city: 'Rome' });
    expect(sent).toEqual(modes);
  });
});

test('a server without response formats and tools is asked in the prompt', async () => {
  const refusals = { json_schema: 'response_format is not supported', tools: 'm does not support tools' };
  const { client, modes } = await serverWith({ ...refusals, json_object: refusals.json_schema });
  expect(await generateObject(client, { schema: Place, messages })).toMatchObject({ object: { city: 'Rome' } });
  expect(modes).toEqual(['json_schema', 'tools', 'json_object', 'prompt']);
});

test('a client that learns nothing about models is asked in the next mode too', async () => {
  const refusals = { json_schema: 'Unsupported response_format type json_schema' };
  const { client, modes } = await serverWith(refusals, { modelCapabilities: 'off' });
  expect(await generateObject(client, { schema: Place, messages })).toMatchObject({ object: { city: 'Rome' } });
  expect(modes).toEqual(['json_schema', 'tools']);
});

test('a refusal of the schema is not one of the mode', async () => {
  const message = "Invalid schema for response_format 'response': In context=(), 'required' is required.";
  const { client, modes } = await serverWith({ json_schema: message });
  const failure = generateObject(client, { schema: Place, messages });
  await expect(failure).rejects.toMatchObject({ code: 'invalid_request' });
  expect(modes).toEqual(['json_schema']);
});
