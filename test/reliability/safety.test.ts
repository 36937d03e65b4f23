import { chunk, CHUNKED_EVENTS, LAST_CHUNK, rawHead, rawResponse } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { isLmError } from '@lmux/core';
import { hear, open, rejection } from './support/client.ts';
import { startServer } from './support/start-server.ts';
import { SUBJECTS } from './support/subjects.ts';
import { CANARY_TOKEN } from './support/witness.ts';

/** Names and numbers that a hostile server may send in any field. */
const NASTY_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  '\u0000',
  '..',
  'x'.repeat(5000),
];
const NASTY_INDEXES = [4_294_967_295, 9_007_199_254_740_991, 1e308, -1, 0.5, null, '__proto__', 'length', {}, [], true];
const POLLUTED = '{"polluted":"yes"}';

function expectClean(): void {
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
}

const chunkOf = (choice: object): string => `data: ${JSON.stringify({ id: 'x', choices: [choice] })}\n\n`;

describe.each(SUBJECTS.filter(({ name }) => name === 'openai'))('$title', (subject) => {
  test.each(NASTY_INDEXES)(
    'the index %j of a tool call is treated as a name, never as an array index',
    async (index) => {
      const call = {
        index,
        id: '__proto__',
        function: { name: '__proto__', arguments: '{"__proto__":{"polluted":"yes"}}' },
      };
      await using server = await startServer(({ write }) =>
        write(
          CHUNKED_EVENTS + chunk(chunkOf({ index: 0, delta: { tool_calls: [call] } }) + subject.end('')) + LAST_CHUNK,
        ),
      );
      const { error, events } = await hear(open(subject, server.url).stream());
      expect(error).toBeUndefined();
      const last = events.at(-1);
      expect(last?.type === 'finish' && last.response.toolCalls).toHaveLength(1);
      expect(events.length).toBeLessThan(20);
      expectClean();
    },
  );

  test.each(NASTY_INDEXES)(
    'the index %j of a choice, an embedding or a log probability has no side effect',
    async (index) => {
      const data = [{ index, embedding: [1, 2] }];
      const logprobs = {
        content: [{ token: '__proto__', logprob: 0, top_logprobs: [{ token: 'length', logprob: 1e9 }] }],
      };
      await using server = await startServer(({ write, path }) =>
        write(
          path.endsWith('/embeddings')
            ? rawResponse(JSON.stringify({ data, model: 'm' }))
            : CHUNKED_EVENTS +
                chunk(
                  chunkOf({ index, delta: { content: 'Hi' }, logprobs, finish_reason: 'stop' }) + subject.end('Hi'),
                ) +
                LAST_CHUNK,
        ),
      );
      const { client, stream } = open(subject, server.url);
      const { error } = await hear(stream());
      expect(error).toBeUndefined();
      const { embeddings } = await client.embed({ input: 'one' });
      expect(embeddings).toEqual([[1, 2]]);
      expectClean();
    },
  );
});

describe.each(SUBJECTS)('$title', (subject) => {
  test.each(NASTY_NAMES)('the name %j as a key, id, type or header has no side effect', async (name) => {
    const nasty = `{"${name === '\u0000' ? '\\u0000' : name}":${POLLUTED},"__proto__":${POLLUTED}}`;
    const quoted = JSON.stringify(name);
    const strange = `"id":${quoted},"type":${quoted},"object":${quoted},"x":${nasty}`;
    const events =
      subject.framing === 'sse'
        ? [
            `event: ${name.replaceAll('\u0000', '?')}\ndata: ${nasty}\n\n`,
            subject.event(`{${strange},"model":${quoted},"choices":[]}`),
            subject.piece('Hi'),
            subject.end('Hi'),
          ]
        : // All lines of newline-delimited JSON have the same form.
          [subject.piece('Hi').replace('{', `{${strange},`), subject.end('Hi').replace('{', `{${strange},`)];
    const header = /^[\w.]{1,99}$/.test(name) ? { [name]: 'polluted' } : {};
    await using server = await startServer(({ write }) =>
      write(
        rawHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' }).replace(
          '\r\n\r\n',
          `\r\n${Object.keys(header)
            .map((key) => `${key}: polluted\r\n`)
            .join('')}\r\n`,
        ) +
          chunk(events.join('')) +
          LAST_CHUNK,
      ),
    );
    const { error, text } = await hear(open(subject, server.url).stream());
    expect(error).toBeUndefined();
    expect(text).toBe('Hi');
    expectClean();
  });

  test.each([10_000, 200_000])(
    'JSON %d levels deep results in a response or an LmError, never in a stack overflow',
    async (depth) => {
      const deep = '['.repeat(depth) + ']'.repeat(depth);
      for (const body of [
        `{"error":{"message":${deep}}}`,
        `{"choices":${deep}}`,
        `{"output":${deep},"stats":${deep}}`,
        deep,
      ]) {
        await using server = await startServer(({ write, body: requested }) =>
          write(
            /"stream":true/.test(requested)
              ? CHUNKED_EVENTS + chunk(subject.event(body)) + LAST_CHUNK
              : rawResponse(body),
          ),
        );
        const opened = open(subject, server.url);
        for (const call of [opened.chat(), opened.stream().response()]) {
          const outcome: unknown = await call.catch((error: unknown) => error);
          expect(outcome instanceof Error ? isLmError(outcome) && outcome.message.length < 500 : true).toBe(true);
        }
      }
    },
  );

  test.each([
    ['a line break', 'a\r\nx-smuggled: 1'],
    ['a line feed', 'a\nb'],
    ['a NUL character', 'a\u0000b'],
    ['text beyond Latin-1', 'Grüße 👋'],
  ])('a header with %s is rejected before anything is sent, and its value is not shown', async (_what, value) => {
    await using server = await startServer();
    const secret = `${CANARY_TOKEN}${value}`;
    expect(() => open(subject, server.url, { apiToken: secret })).toThrow(/cannot be sent/);
    const tried = open(subject, server.url, { apiToken: () => secret });
    const given = open(subject, server.url);
    for (const call of [tried.chat(), tried.stream().response(), given.chat({ headers: { 'x-a': secret } })]) {
      expect((await rejection(call)).code).toBe('invalid_request');
    }
    expect(server.connections).toHaveLength(0);
  });
});
