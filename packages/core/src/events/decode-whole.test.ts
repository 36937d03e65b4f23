import { expect, expectTypeOf, test } from 'vitest';
import type { ChatResponse } from '../contract/chat.js';
import type { CompletionResponse } from '../contract/completion.js';
import type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
import { ChatEventWriter } from './chat-event-writer.js';
import { CompletionEventWriter } from './completion-event-writer.js';
import type { StreamDecoder } from './decode-source.js';
import { decodeWhole } from './decode-whole.js';

const ABOUT = { model: 'm', route: 'r', warnings: [], generateId: () => 'id' };

function decoderOf(
  writer: ChatEventWriter | CompletionEventWriter,
  end = () => writer.finish(),
): StreamDecoder<string> {
  return { push: (piece) => writer.text(piece), end, partial: () => writer.partial() };
}

test('returns the response with which a stream would have ended', () => {
  const chat = decodeWhole(['a', 'b'], (emit: (event: StreamEvent) => void) =>
    decoderOf(new ChatEventWriter({ ...ABOUT, emit })),
  );
  expect(chat).toMatchObject({ text: 'ab', route: 'r', toolCalls: [] });
  expectTypeOf(chat).toEqualTypeOf<ChatResponse>();
  const completion = decodeWhole(['c'], (emit: (event: CompletionStreamEvent) => void) =>
    decoderOf(new CompletionEventWriter({ ...ABOUT, emit })),
  );
  expect(completion).toMatchObject({ text: 'c', route: 'r' });
  expectTypeOf(completion).toEqualTypeOf<CompletionResponse>();
});

test('throws the error of the decoder, and a TypeError if the decoder does not finish', () => {
  const failing = { ...decoderOf(new ChatEventWriter({ ...ABOUT, emit() {} })), push: () => fail('no reply') };
  expect(() => decodeWhole(['a'], () => failing)).toThrow('no reply');
  const endless = (emit: (event: StreamEvent) => void): StreamDecoder<string> =>
    decoderOf(new ChatEventWriter({ ...ABOUT, emit }), () => {});
  expect(() => decodeWhole(['a'], endless)).toThrow(TypeError);
});

function fail(message: string): never {
  throw new Error(message);
}
