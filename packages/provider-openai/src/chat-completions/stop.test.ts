import { SseJsonDecoder, type BodyDecoder, type ResponseContext } from '@lmux/core/provider/streams';
import { expect, test } from 'vitest';
import { COMPLETION_CHUNK, CompletionStreamDecoder } from '../completions/completion-stream-decoder.js';
import { ChunkFormat } from '../decode/chunk-format.js';
import { ChatChunkFormat } from './chat-chunk-format.js';
import { ChatEventFormat } from './chat-event-format.js';

const CONTEXT = { mediaType: '', limits: { maxBodyBytes: 1e6, maxEventBytes: 1e6 } } as ResponseContext;
const ABOUT = { model: 'm', route: 'openai', warnings: [], generateId: () => 'id' };

type Emit = (value: unknown) => void;

const DECODERS: readonly (readonly [name: string, create: (emit: Emit) => BodyDecoder])[] = [
  ['chat events', (emit) => new SseJsonDecoder(new ChatEventFormat({ ...ABOUT, emit }, CONTEXT), CONTEXT)],
  ['chat chunks', (emit) => new SseJsonDecoder(new ChatChunkFormat(emit, CONTEXT), CONTEXT)],
  [
    'completion events',
    (emit) =>
      new SseJsonDecoder(
        new ChunkFormat(new CompletionStreamDecoder({ ...ABOUT, emit }), CONTEXT, COMPLETION_CHUNK),
        CONTEXT,
      ),
  ],
  [
    'completion chunks',
    (emit) => new SseJsonDecoder(new ChunkFormat({ push: emit }, CONTEXT, COMPLETION_CHUNK), CONTEXT),
  ],
];

const chunk = (text: string): string =>
  `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, text, delta: { content: text } }] })}\n\n`;
const READ = new TextEncoder().encode(['a', 'b', 'c', 'd'].map(chunk).join(''));

test.each(DECODERS)('%s stop immediately when the consumer cancels in the middle of a read', (_name, create) => {
  const all: unknown[] = [];
  create((value) => all.push(value)).push(READ);
  for (let count = 1; count <= all.length; count += 1) {
    const emitted: unknown[] = [];
    const decoder = create((value) => {
      emitted.push(value);
      if (emitted.length === count) decoder.stop?.();
    });
    decoder.push(READ);
    expect(emitted).toEqual(all.slice(0, count));
  }
});
