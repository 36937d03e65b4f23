import { readObject } from '@lmux/core/provider/json';
import type { ResponseFacts } from '@lmux/core/provider/streams';
import { decodeFinishReason, isFinishReason } from './decode-finish-reason.js';
import { decodeTiming } from './decode-timing.js';
import { decodeUsage } from './decode-usage.js';

/**
 * Reads everything from a chunk that is not text. It runs for each chunk, so it checks that a field is there before decoding it.
 *
 * @param collects False if `raw` must not contain the output. A server may send the whole of it in one chunk.
 */
export function learnFacts(
  facts: ResponseFacts,
  chunk: { readonly choices: readonly unknown[]; readonly [field: string]: unknown },
  finishReason: unknown,
  collects: boolean,
): void {
  if (facts.id === undefined && typeof chunk.id === 'string' && chunk.id !== '') facts.id = chunk.id;
  const finished = isFinishReason(finishReason);
  // Some servers send one with every chunk, and the actual one last.
  if (finished) facts.finishReason = decodeFinishReason(finishReason);
  const counted = Boolean(chunk.usage ?? readObject(chunk.x_groq).usage ?? readObject(chunk.choices[0]).usage);
  // Some servers send cumulative usage in each chunk, so the last one counts. Zeros are ignored.
  if (counted) facts.usage = decodeUsage(chunk) ?? facts.usage;
  if (chunk.timings || chunk.stats) facts.timing = decodeTiming(chunk) ?? facts.timing;
  if (finished || counted) facts.raw = collects ? chunk : { ...chunk, choices: undefined };
}
