import type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
import type { ProviderCall, WithModel } from '../provider/provider.js';
import type { FakeChatRequest, FakeReplyParts } from './fake-reply.js';
import { splitWords } from './write-reply.js';

/** Length of an embedding if the request sets none. */
const DIMENSIONS = 8;

/** Replies with the last user message. */
export function echoReply({ messages }: FakeChatRequest): FakeReplyParts {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const text =
    typeof content === 'string'
      ? content
      : content.map((part) => (part.type === 'text' ? part.text : '[image]')).join('');
  return { text, raw: { echo: text } };
}

/** Returns a vector of length 1 that depends only on the text. */
function echoVector(text: string, dimensions = DIMENSIONS): number[] {
  // FNV-1a, continued for each number.
  let hash = 2_166_136_261;
  const mix = (code: number): void => {
    hash = Math.imul(hash ^ code, 16_777_619);
  };
  for (const character of text) mix(character.codePointAt(0) ?? 0);
  const vector = Array.from({ length: dimensions }, (_, index) => {
    mix(index);
    return hash / 2 ** 31;
  });
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** Returns the embeddings of texts, in the order of the texts. `embedText` returns the vector of a text, if the test sets it. */
export function echoEmbeddings(
  { input, model, dimensions }: WithModel<EmbeddingRequest>,
  { warnings }: ProviderCall,
  embedText: ((text: string) => readonly number[]) | undefined,
): EmbeddingResponse {
  const texts = typeof input === 'string' ? [input] : input;
  const inputTokens = texts.reduce((sum, text) => sum + splitWords(text.trim()).length, 0);
  return {
    embeddings: texts.map((text) => (embedText === undefined ? echoVector(text, dimensions) : [...embedText(text)])),
    model,
    usage: { inputTokens, totalTokens: inputTokens },
    warnings,
    raw: { echo: texts },
  };
}
