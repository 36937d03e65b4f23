import { chunk, CHUNKED_EVENTS, LAST_CHUNK, rawHead, rawResponse } from '@lmux/test-support';
import { isLmError, type ChatRequest, type ToolCall } from '@lmux/core';
import { describe, expect, test } from 'vitest';
import { open, rejection } from './support/client.ts';
import { cpuMs } from '@lmux/test-support';
import { startServer } from './support/start-server.ts';
import { SUBJECTS, TRANSPORTS } from './support/subjects.ts';

const MiB = 1024 * 1024;
const SIZE = MiB;

/** Text in which no piece is like another, as in a compressed file. */
const NOISE = Array.from({ length: SIZE / 8 }, (_, index) =>
  ((index * 2_654_435_761) % 2_821_109_907_456).toString(36).padStart(8, 'A').slice(0, 8),
).join('');
const WORDS = NOISE.replaceAll(/[0-4]/g, ' ');

type Messages = ChatRequest['messages'];

const image = (from: number, to: number) => ({
  type: 'image' as const,
  image: `data:image/png;base64,${NOISE.slice(from, to)}`,
});
const user = (content: Messages[number]['content']): Messages[number] =>
  ({ role: 'user', content }) as Messages[number];

/** Prompts of 1 MiB, and a part of each that the server quotes. */
const PROMPTS: readonly (readonly [what: string, messages: Messages, quoted: string])[] = [
  ['an image', [user([image(0, SIZE)])], image(0, 100).image],
  [
    'many images',
    [user(Array.from({ length: 64 }, (_, at) => image((at * SIZE) / 64, ((at + 1) * SIZE) / 64)))],
    image(0, 100).image,
  ],
  ['a long text', [user(WORDS)], WORDS.slice(SIZE - 300, SIZE - 100)],
  ['many lines', [user(WORDS.replaceAll(/(.{79})./g, '$1\n'))], WORDS.slice(0, 79)],
  [
    'many messages',
    Array.from({ length: SIZE / 1024 }, (_, at) => user(WORDS.slice(at * 1024, (at + 1) * 1024))),
    WORDS.slice(1024, 1200),
  ],
];

function codeOf(error: unknown): unknown {
  return isLmError(error) ? error.code : error;
}

describe.each(TRANSPORTS)('$title', (subject) => {
  test.each(PROMPTS)(
    'an error after %s costs little more than a success',
    { timeout: 60_000 },
    async (_what, messages, quoted) => {
      let isError = false;
      const error = JSON.stringify({
        error: { message: `rate limit: ${quoted}`, code: 'rate_limit_exceeded', type: 'requests' },
      });
      await using server = await startServer(({ write }) =>
        write(isError ? rawResponse(error, 429) : rawResponse(subject.whole('Hi'))),
      );
      const { client } = open(subject, server.url, { retry: false });
      // Connects, and loads what is loaded once.
      await client.chat({ messages: [user('Hi')] });
      const call = async (): Promise<number> => {
        const before = cpuMs();
        const code: unknown = await client.chat({ messages }).then(() => undefined, codeOf);
        const ms = cpuMs() - before;
        expect(code).toBe(isError ? 'rate_limited' : undefined);
        return ms;
      };
      let [success, failure] = [Infinity, Infinity];
      // The fastest of up to three calls of each kind counts.
      for (let count = 0; count < 3 && failure >= 5 * success + 15; count += 1) {
        isError = false;
        success = Math.min(success, await call());
        isError = true;
        failure = Math.min(failure, await call());
      }
      expect(failure).toBeLessThan(5 * success + 15);
      expect((await rejection(client.chat({ messages }))).message).toMatch(/: rate limit: +\[prompt\]/);
    },
  );

  test('many announced bodies that never arrive hold next to nothing', async () => {
    const begin = '{"x":"';
    const head = rawHead(200, { 'content-type': 'application/json', 'content-length': String(64 * MiB) });
    await using server = await startServer(({ write }) => write(head + begin));
    const opened = open(subject, server.url);
    const controller = new AbortController();
    const before = process.memoryUsage().arrayBuffers;
    const read = opened.bytes(begin.length * 50);
    const failed = Array.from({ length: 50 }, () => rejection(opened.chat({ signal: controller.signal })));
    await read;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * MiB);
    controller.abort();
    expect((await Promise.all(failed)).map(({ code }) => code)).toEqual(Array.from({ length: 50 }, () => 'aborted'));
  });

  test('log probabilities of any number are in the response', async () => {
    const content = Array.from({ length: 300_000 }, () => ({ token: 'a', logprob: -1 }));
    const body = JSON.stringify({ id: 'x', choices: [{ index: 0, delta: { content: 'Hi' }, logprobs: { content } }] });
    await using server = await startServer(({ write }) =>
      write(CHUNKED_EVENTS + chunk(subject.event(body) + subject.end('Hi')) + LAST_CHUNK),
    );
    const response = await open(subject, server.url, { limits: { maxEventBytes: 64 * MiB } })
      .stream()
      .response();
    expect([response.text, response.logprobs?.length]).toEqual(['Hi', 300_000]);
  });

  test('placeholders of any number in one piece of arguments are not nested', async () => {
    const called = { name: 'f', arguments: '{}'.repeat(200_000) };
    const body = JSON.stringify({
      id: 'x',
      choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'a', function: called }] } }],
    });
    await using server = await startServer(({ write }) =>
      write(CHUNKED_EVENTS + chunk(subject.event(body) + subject.end('')) + LAST_CHUNK),
    );
    const { toolCalls } = await open(subject, server.url).stream().response();
    expect(toolCalls).toMatchObject([{ name: 'f', input: {} }]);
  });
});

const LEVELS = 100_000;
const DEEP = `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`;

describe.each(SUBJECTS)('$title: JSON that is nested deeper than the stack', (subject) => {
  test.each([200, 429])('does not change the code of an error with status %i', async (status) => {
    const error = `{"error":{"message":"no credit","code":"insufficient_quota","details":${DEEP}},"more":${DEEP}}`;
    await using server = await startServer(({ write, body }) =>
      write(
        status === 200 && /"stream":true/.test(body)
          ? CHUNKED_EVENTS + chunk(subject.event(error)) + LAST_CHUNK
          : rawResponse(status === 200 ? error : error.replaceAll(DEEP, '[]'), status),
      ),
    );
    const opened = open(subject, server.url);
    for (const call of [opened.chat(), opened.stream().response()]) {
      expect((await rejection(call)).code).toBe('quota_exceeded');
    }
  });

  test('in unknown fields does not change the text', async () => {
    const withDeep = (json: string): string => json.replace(/\{(?=")/, `{"unknown":${DEEP},`);
    await using server = await startServer(({ write, body }) =>
      write(
        /"stream":true/.test(body)
          ? CHUNKED_EVENTS + chunk(withDeep(subject.piece('Hi')) + subject.end('Hi')) + LAST_CHUNK
          : rawResponse(withDeep(subject.whole('Hi'))),
      ),
    );
    const opened = open(subject, server.url);
    expect([await opened.chat(), (await opened.stream().response()).text]).toEqual(['Hi', 'Hi']);
  });
});

describe.each(SUBJECTS.filter(({ provider }) => provider === 'ollama'))('$title', (subject) => {
  test('deeply nested arguments of a tool call are complete, and can be sent back', async () => {
    const args = `{"a":${DEEP}}`;
    const line = `{"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":${args}}}]},"done":true,"done_reason":"stop"}`;
    await using server = await startServer(({ write, body }) =>
      write(rawResponse(body.includes(args) ? subject.whole('Hi') : line)),
    );
    const { client } = open(subject, server.url);
    const asked = user('call f');
    const { message, toolCalls } = await client.chat({ messages: [asked] }, { route: subject.route });
    const [call] = toolCalls as readonly [ToolCall];
    expect(call.arguments === args).toBe(true);
    const messages = [asked, message, { role: 'tool' as const, toolCallId: call.id, content: 'done' }];
    expect((await client.chat({ messages }, { route: subject.route })).text).toBe('Hi');
  });
});
