import { readObject } from '@lmux/core/provider/json';
import type { ResponseFacts } from '@lmux/core/provider/streams';
import { decodeFinishReason } from './decode-finish-reason.js';
import { decodeTiming } from './decode-timing.js';
import { decodeUsage } from './decode-usage.js';

/** The first of the replies, the only one that the contract knows: `n` above 1 is for the wire client. */
export function firstChoice<Choice extends { readonly index: number }>(choices: readonly Choice[]): Choice | undefined {
  return choices.find(({ index }) => typeof index !== 'number' || index === 0);
}

/** Takes from a chunk what is not text. Runs for each chunk, so it looks before it decodes. */
export function learnFacts(
  facts: ResponseFacts,
  chunk: { readonly choices: readonly unknown[]; readonly [field: string]: unknown },
  finishReason: unknown,
): void {
  if (facts.id === undefined && typeof chunk.id === 'string' && chunk.id !== '') facts.id = chunk.id;
  const finished = typeof finishReason === 'string' && finishReason !== '';
  // Some servers say it twice; the first word that means something counts.
  if (finished && (facts.finishReason === undefined || facts.finishReason.unified === 'unknown')) {
    facts.finishReason = decodeFinishReason(finishReason);
  }
  const counted = Boolean(chunk.usage ?? readObject(chunk.x_groq).usage ?? readObject(chunk.choices[0]).usage);
  // Some count up from chunk to chunk: the last is the whole. Zeros teach nothing.
  if (counted) facts.usage = decodeUsage(chunk) ?? facts.usage;
  if (chunk.timings || chunk.stats) facts.timing = decodeTiming(chunk) ?? facts.timing;
  if (finished || counted) facts.raw = chunk;
}
