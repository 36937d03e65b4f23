import type { ChatResponse, CompletionResponse, CompletionStreamEvent, StreamEvent } from '@lmux/core';
import { unframedResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { chatEvents, completionEvents } from './decode-stream.js';
import { eventsOf, recordings, type Recording } from './fixtures.js';
import { openApi, openClient, type RawScript } from './open.js';

const CHAT = { model: 'requested', messages: [{ role: 'user', content: 'Hi' }] } as const;
const PROMPT = { model: 'requested', prompt: 'Hi' } as const;

/** Files below this size are split at every offset. The total work grows with the square of the size. */
const SMALL = 4500;

const script = ({ body, contentType, status }: Recording): RawScript => unframedResponse(body, contentType, status);
const chatStreams = recordings(/\/chat-stream/);
const completionStreams = recordings(/\/completion-stream/);

/** Returns the expected result of a recorded chat stream, read from its events without the decoders. */
function plainly(recording: Recording) {
  const chunks = eventsOf(recording);
  const choices = chunks.flatMap((chunk) => chunk.choices.filter(({ index }) => index === 0));
  const calls = choices.flatMap(({ delta }) => delta?.tool_calls ?? []);
  const usage = chunks.findLast((chunk) => chunk.usage)?.usage;
  const told = usage !== undefined && usage.prompt_tokens > 0;
  return {
    text: choices.map(({ text, delta }) => text ?? delta?.content ?? '').join(''),
    args: calls.map((call) => call.function.arguments).join(''),
    callId: calls[0]?.id,
    callName: calls[0]?.function.name,
    reason: choices.find(({ finish_reason: reason }) => reason)?.finish_reason,
    usage: told ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : undefined,
    logprobs: choices.flatMap(({ logprobs }) => logprobs?.content ?? []).length,
    tokensPerSecond: chunks.findLast((chunk) => chunk.timings)?.timings?.predicted_per_second,
  };
}

/** Returns the counts that every server reports, without the details of some. */
function countsOf({ usage }: Pick<ChatResponse, 'usage'>): object | undefined {
  return usage && { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens };
}

function responseOf(events: readonly (StreamEvent | CompletionStreamEvent)[]): unknown {
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('no finish event');
  return last.response;
}

function* splits(body: Buffer): Generator<[Buffer, Buffer]> {
  for (let at = 1; at < body.length; at += 1) yield [body.subarray(0, at), body.subarray(at)];
}

describe('a recorded chat stream', () => {
  test.each(chatStreams)('$name is decoded completely', async (recording) => {
    const { client } = await openClient(script(recording));
    const events: StreamEvent[] = [];
    for await (const event of client.chatStream(CHAT)) events.push(event);
    const response = responseOf(events) as ChatResponse;
    const plain = plainly(recording);
    expect(response.text).toBe(plain.text);
    expect(events.flatMap((event) => (event.type === 'text-delta' ? event.text : [])).join('')).toBe(plain.text);
    expect(response.model).toMatch(/^smollm2-135m-/);
    expect(response.finishReason.raw).toBe(plain.reason);
    expect(response.finishReason.unified).not.toBe('unknown');
    expect(countsOf(response)).toEqual(plain.usage);
    expect(response.timing?.tokensPerSecond).toBe(plain.tokensPerSecond);
    expect(response.logprobs?.length ?? 0).toBe(plain.logprobs);
    expect(response.toolCalls).toEqual(
      plain.args === ''
        ? []
        : [{ id: plain.callId, name: plain.callName, arguments: plain.args, input: JSON.parse(plain.args) }],
    );
  });

  test.each(chatStreams)('$name produces the same events byte by byte', ({ body }) => {
    const whole = chatEvents(body);
    expect(chatEvents(...Array.from(body, (_, at) => body.subarray(at, at + 1)))).toEqual(whole);
  });

  test.each(chatStreams.filter(({ body }) => body.length < SMALL))(
    '$name produces the same events when split at any offset',
    ({ body }) => {
      const whole = JSON.stringify(chatEvents(body));
      for (const pieces of splits(body)) expect(JSON.stringify(chatEvents(...pieces))).toBe(whole);
    },
  );

  test.each(chatStreams)('$name is truncated if it ends before its finish reason', ({ body }) => {
    const end = body.indexOf('"finish_reason":"');
    expect(() => chatEvents(body.subarray(0, end))).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(?:stream_truncated|parse_error)$/) }),
    );
    const lastWhole = body.lastIndexOf('\n\n', end) + 2;
    expect(() => chatEvents(body.subarray(0, lastWhole))).toThrow(
      expect.objectContaining({ code: 'stream_truncated' }),
    );
  });
});

describe('a recorded text completion stream', () => {
  test.each(completionStreams)('$name is decoded completely, split at any offset', async (recording) => {
    const { client } = await openClient(script(recording));
    const response = await client.completeStream(PROMPT).response();
    const plain = plainly(recording);
    expect(response).toMatchObject({ text: plain.text, finishReason: { unified: 'length', raw: plain.reason } });
    expect(countsOf(response)).toEqual(plain.usage);
    const whole = JSON.stringify(completionEvents(recording.body));
    expect(responseOf(completionEvents(recording.body)) as CompletionResponse).toMatchObject({ text: plain.text });
    for (const pieces of splits(recording.body)) expect(JSON.stringify(completionEvents(...pieces))).toBe(whole);
  });
});

describe('a recorded response', () => {
  test.each(recordings(/\/chat(-tools)?$/))('$name is decoded', async (recording) => {
    const body = JSON.parse(recording.body.toString());
    const { client } = await openClient(script(recording));
    const response = await client.chat(CHAT);
    const { message, finish_reason: reason } = body.choices[0];
    expect(response).toMatchObject({
      text: message.content,
      model: body.model,
      id: body.id,
      finishReason: { raw: reason },
      usage: { inputTokens: body.usage.prompt_tokens, outputTokens: body.usage.completion_tokens },
      toolCalls: message.tool_calls ? [{ name: 'get_weather', input: { city: 'Paris' } }] : [],
    });
    expect(response.raw).toEqual(body);
  });

  test.each(recordings(/\/completion$/))('$name is decoded', async (recording) => {
    const body = JSON.parse(recording.body.toString());
    const { client } = await openClient(script(recording));
    const response = await client.complete(PROMPT);
    expect(response).toMatchObject({ text: body.choices[0].text, finishReason: { unified: 'length' } });
    expect(response.raw).toEqual(body);
  });

  test.each(['llama', 'litellm', 'ollama'])(
    '%s/embeddings has the same vectors as numbers and as base64',
    async (server) => {
      const embeddings = [];
      for (const recording of recordings(new RegExp(`${server}/embeddings`))) {
        const { client } = await openClient(script(recording));
        const response = await client.embed({ model: 'requested', input: ['a', 'b'] });
        expect(response.usage).toMatchObject({ inputTokens: 10 });
        embeddings.push(response.embeddings);
      }
      const [base64, numbers] = embeddings;
      expect(base64).toHaveLength(2);
      expect(base64?.map(({ length }) => length)).toEqual([576, 576]);
      for (const [at, number] of (base64 ?? []).flat().entries()) expect(numbers?.flat()[at]).toBeCloseTo(number, 6);
    },
  );

  test('with base64 embeddings is returned unchanged by the wire client', async () => {
    const [recording] = recordings(/llama\/embeddings-base64/);
    const { api } = await openApi(script(recording as Recording));
    const { data } = await api.embed({ model: 'requested', input: ['a', 'b'], encoding_format: 'base64' });
    expect(data[0]?.embedding).toEqual(expect.stringMatching(/^ufYavUw1/));
  });

  test.each(recordings(/\/models$/))('$name is decoded', async (recording) => {
    const { client } = await openClient(script(recording));
    const models = await client.models.list();
    expect(models.map(({ id }) => id.replace(':latest', ''))).toEqual(
      expect.arrayContaining(['smollm2-135m-embed', 'smollm2-135m-instruct', 'smollm2-135m-tools']),
    );
    const told = recording.name.startsWith('llama');
    expect(models.map(({ loaded }) => typeof loaded)).toEqual(models.map(() => (told ? 'boolean' : 'undefined')));
  });

  test.each([
    ['bad-json', 'invalid_request'],
    ['context', 'context_overflow'],
    ['empty-input', /^(?:invalid_request|server_error)$/],
    ['image', 'invalid_request'],
    ['key', 'authentication'],
    ['no-messages', 'invalid_request'],
    ['tools', 'invalid_request'],
    ['unknown-model', 'model_not_found'],
    ['unknown-path', 'not_found'],
  ])('error-%s has the expected code', async (name, code) => {
    for (const recording of recordings(new RegExp(`/error-${name}$`))) {
      const { client } = await openClient(script(recording));
      const failure = { name: 'ApiError', status: recording.status, code: expect.stringMatching(code) };
      await expect(client.chat(CHAT), recording.name).rejects.toMatchObject(failure);
      await expect(client.chatStream(CHAT).response(), recording.name).rejects.toMatchObject(failure);
    }
  });
});
