import { thrownBy } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { responseContext } from '../../test/support/response-context.js';
import type { StreamProgress } from './json-format.js';
import { SseJsonDecoder } from './sse-json-decoder.js';

interface Json {
  readonly progress?: StreamProgress;
}

/** Opens a decoder whose events set the progress of the stream. */
function open() {
  const told: unknown[] = [];
  const format = {
    sentinel: '[DONE]',
    progress: 'incomplete' as StreamProgress,
    event(json: unknown) {
      const { progress } = json as Json;
      if (progress !== undefined) format.progress = progress;
      told.push(json);
    },
    response: (json: unknown) => told.push({ whole: json }),
    isComplete: () => format.progress !== 'incomplete',
  };
  const decoder = new SseJsonDecoder(format, responseContext('text/event-stream'));
  return { told, decoder, push: (text: string): void => decoder.push(new TextEncoder().encode(text)) };
}

const COMPLETE = 'data: {"progress":"complete"}\n\n';
const FINAL = 'data: {"progress":"final"}\n\n';
const INCOMPLETE = 'data: {"progress":"incomplete"}\n\n';

describe('a complete stream', () => {
  test.each(['', ': x', 'da', 'data:', 'data: {"a', 'data: {"a":1', 'data: [DO', 'event: x\ndata: {', '{"a":'])(
    'may end with %j',
    (rest) => {
      const { told, decoder, push } = open();
      push(COMPLETE + rest);
      decoder.end();
      expect(told).toEqual([{ progress: 'complete' }]);
      expect(decoder.isComplete()).toBe(true);
    },
  );

  test.each([
    ['an error event without its blank line', 'data: {"error":{"message":"boom"}}'],
    ['an event named error', 'event: error\ndata: {"message":"boom"'],
    ['text that begins with "error:"', 'data: error: boom'],
    ['an error field', 'error: boom'],
    ['bare JSON with an error', '{"error":"boom"}'],
  ])('fails if it ends with %s', (_what, rest) => {
    const { decoder, push } = open();
    push(COMPLETE);
    expect(
      thrownBy(() => {
        push(rest);
        decoder.end();
      }),
    ).toMatchObject({ name: 'ApiError', message: expect.stringContaining('boom') });
  });

  test('fails if an event within it is not valid JSON', () => {
    const { push } = open();
    push(COMPLETE);
    expect(thrownBy(() => push('data: {"a\n\n'))).toMatchObject({ code: 'parse_error' });
  });

  test('awaits its end until it is incomplete again', () => {
    const { decoder, push } = open();
    expect(decoder.endWaitMs).toBe(0);
    push(COMPLETE);
    expect(decoder).toMatchObject({ endWaitMs: 500, done: false });
    push(INCOMPLETE);
    expect(decoder).toMatchObject({ endWaitMs: 0, done: false });
    expect(decoder.isComplete()).toBe(false);
  });
});

describe('a final stream', () => {
  test('is done at the end of the read', () => {
    const { told, decoder, push } = open();
    push(`${FINAL}data: {"a":1}\n\ndata: {"b`);
    expect(decoder.done).toBe(true);
    expect(told).toEqual([{ progress: 'final' }, { a: 1 }]);
  });

  test('is not done if the same read continues it', () => {
    const { decoder, push } = open();
    push(FINAL + INCOMPLETE);
    expect(decoder.done).toBe(false);
  });
});

test('an incomplete stream fails if it ends within an event', () => {
  const { decoder, push } = open();
  push('data: {"a":1}\n\ndata: {"b');
  expect(thrownBy(() => decoder.end())).toMatchObject({ code: 'parse_error' });
  expect(decoder.isComplete()).toBe(false);
});
