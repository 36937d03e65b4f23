import {
  SseJsonDecoder,
  type ChatEventWriter,
  type ResponseContext,
  type StreamEvent,
} from '@lmux/core/provider/streams';
import { expect, test } from 'vitest';
import { ChatEventFormat } from './chat-event-format.js';
import type { ChatCompletionChunk } from './wire.js';

function chunk(content: string, more: object = {}): ChatCompletionChunk {
  const choices = [{ index: 0, delta: { content } }];
  return { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'm', choices, ...more };
}

test('reads additional fields before the text of a chunk, but not of chunks that differ by their text alone', () => {
  const events: StreamEvent[] = [];
  const read: unknown[] = [];
  const options = {
    emit: (event: StreamEvent) => void events.push(event),
    model: 'requested',
    route: 'openai',
    warnings: [],
    generateId: () => 'id',
    readAdditions({ done }: ChatCompletionChunk, writer: ChatEventWriter) {
      read.push(done);
      if (typeof done === 'number') writer.promptProgress(done);
    },
  };
  const context = { limits: { maxBodyBytes: 1e6, maxEventBytes: 1e6 } } as ResponseContext;
  const decoder = new SseJsonDecoder(new ChatEventFormat(options, context), context);
  const chunks = [chunk('', { done: 0.5 }), chunk('a', { done: 1 }), chunk('b', { done: 1 })];
  const body = chunks.map((value) => `data: ${JSON.stringify(value)}\n\n`).join('');
  decoder.push(new TextEncoder().encode(body));
  decoder.finish();
  expect(read).toEqual([0.5, 1]);
  expect(events).toMatchObject([
    { type: 'start', model: 'm' },
    { type: 'prompt-start' },
    { type: 'prompt-progress', fraction: 0.5 },
    { type: 'prompt-progress', fraction: 1 },
    { type: 'prompt-end' },
    { type: 'text-start' },
    { type: 'text-delta', text: 'a' },
    { type: 'text-delta', text: 'b' },
    { type: 'text-end' },
    { type: 'finish' },
  ]);
});
