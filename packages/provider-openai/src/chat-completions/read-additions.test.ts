import type { StreamEvent } from '@lmux/core/provider/streams';
import { expect, test } from 'vitest';
import { ChatStreamDecoder } from './chat-stream-decoder.js';
import { TextPiece } from './text-piece.js';
import type { ChatCompletionChunk } from './wire.js';

function chunk(content: string, more: object = {}): ChatCompletionChunk {
  const choices = [{ index: 0, delta: { content } }];
  return { id: 'c', object: 'chat.completion.chunk', created: 0, model: 'm', choices, ...more };
}

test('what a server adds to chunks is read after the start and before their text, and not of pieces', () => {
  const events: StreamEvent[] = [];
  const read: unknown[] = [];
  const decoder = new ChatStreamDecoder({
    emit: (event) => void events.push(event),
    model: 'asked',
    route: 'openai',
    warnings: [],
    generateId: () => 'id',
    readAdditions({ done }, writer) {
      read.push(done);
      if (typeof done === 'number') writer.promptProgress(done);
    },
  });
  for (const item of [chunk('', { done: 0.5 }), chunk('a', { done: 1 }), new TextPiece('b', false)]) decoder.push(item);
  decoder.end();
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
