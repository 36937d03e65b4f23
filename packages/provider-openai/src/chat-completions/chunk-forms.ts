import type { ChunkForm } from '../stream/chunk-format.js';
import { copyJson, copyWith } from '../stream/copy-json.js';
import { mendChoice } from './mend-choice.js';
import { isReasoning, textPath } from './text-path.js';
import { TextPiece } from './text-piece.js';
import type { ChatCompletionChunk } from './wire.js';

/** Chunks for those who want them whole, each its own. */
export const CHUNKS: ChunkForm<ChatCompletionChunk> = {
  object: 'chat.completion.chunk',
  mendChoice,
  repeats(chunk) {
    const path = textPath(chunk);
    if (path === undefined) return undefined;
    const kept = copyJson(chunk);
    return { path, again: (text) => copyWith(kept, path, text) };
  },
};

/** Chunks for our own decoder, which is done with most of them at their text. */
export const PIECES: ChunkForm<ChatCompletionChunk | TextPiece> = {
  ...CHUNKS,
  repeats(chunk) {
    const path = textPath(chunk);
    if (path === undefined) return undefined;
    const reasoning = isReasoning(path);
    return { path, again: (text) => new TextPiece(text, reasoning) };
  },
};
