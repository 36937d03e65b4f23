import type { ChatResponse, CompletionStreamEvent, StreamEvent } from '@lmux/core';
import { describe, expect, test } from 'vitest';
import { chatEvents, completionEvents, lostEvents } from './decode-stream.js';
import { recordings, type Recording } from './fixtures.js';

/** Bodies below this size are cut at every byte. The total work grows with the square of the size. */
const SMALL = 4500;

interface Cuttable extends Recording {
  readonly isChat: boolean;
  /** Number of choices in the stream. */
  readonly choices: number;
  /** Offset after the JSON with the last finish reason that was missing. */
  readonly completeAt: number;
}

interface ReadChunk {
  readonly choices: readonly { readonly index: number; readonly finish_reason?: string | null }[];
}

/**
 * Reads from the recording, without the decoders, where it is complete. Returns nothing if a choice has no finish reason. LiteLLM sends
 * only one for two choices, so that nothing but `[DONE]` completes the stream.
 */
function cuttable(recording: Recording): Cuttable[] {
  const text = recording.body.toString('latin1');
  const all = new Set<number>();
  const finished = new Map<number, number>();
  for (const match of text.matchAll(/^data: (\{.*)$/gm)) {
    for (const { index, finish_reason: reason } of (JSON.parse(match[1] ?? '') as ReadChunk).choices) {
      all.add(index);
      if (typeof reason === 'string' && !finished.has(index)) finished.set(index, match.index + match[0].length);
    }
  }
  if (finished.size < all.size) return [];
  const completeAt = Math.max(...finished.values());
  return [{ ...recording, isChat: recording.name.includes('/chat'), choices: all.size, completeAt }];
}

const STREAMS = recordings(/\/(?:chat|completion)-stream/).flatMap((recording) => cuttable(recording));

/** Returns the events of a stream that ends after these bytes, or `undefined` if it is an error. */
function endedEvents(body: Uint8Array, isChat: boolean): (StreamEvent | CompletionStreamEvent)[] | undefined {
  try {
    return isChat ? chatEvents(body) : completionEvents(body);
  } catch {
    return undefined;
  }
}

/** Returns the response without what may follow its content. */
function contentOf(events: readonly (StreamEvent | CompletionStreamEvent)[] | undefined): unknown {
  const last = events?.at(-1);
  if (last?.type !== 'finish') return undefined;
  const { usage: _usage, timing: _timing, raw: _raw, ...content } = last.response as ChatResponse;
  return content;
}

test('nearly all recordings have a finish reason for every choice', () => {
  expect(STREAMS.length).toBeGreaterThanOrEqual(recordings(/\/(?:chat|completion)-stream/).length - 1);
});

describe('a recorded stream', () => {
  test.each(STREAMS)('$name is complete if it ends at any byte after its finish reason', (stream) => {
    const { body, isChat, completeAt } = stream;
    const whole = contentOf(endedEvents(body, isChat));
    expect(whole).toBeDefined();
    for (let at = completeAt; at <= body.length; at += 1)
      expect(contentOf(endedEvents(body.subarray(0, at), isChat)), `cut at ${at}`).toEqual(whole);
  });

  test.each(STREAMS)('$name is complete if its connection is lost at any byte after its finish reason', (stream) => {
    const { body, isChat, completeAt, choices } = stream;
    const whole = contentOf(endedEvents(body, isChat));
    for (let at = completeAt; at <= body.length; at += 1)
      expect(contentOf(lostEvents(body.subarray(0, at), choices, isChat)), `lost at ${at}`).toEqual(whole);
  });

  const small = STREAMS.filter(({ body }) => body.length < SMALL);

  test.each(small)('$name is incomplete if its connection is lost at any byte before', (stream) => {
    const { body, isChat, completeAt, choices } = stream;
    for (let at = 1; at < completeAt; at += 1)
      expect(lostEvents(body.subarray(0, at), choices, isChat), `lost at ${at}`).toBeUndefined();
  });

  test.each(small.filter(({ choices }) => choices === 1))(
    '$name is incomplete if it ends at any byte before',
    (stream) => {
      const { body, isChat, completeAt } = stream;
      for (let at = 1; at < completeAt; at += 1)
        expect(endedEvents(body.subarray(0, at), isChat), `cut at ${at}`).toBeUndefined();
    },
  );
});
