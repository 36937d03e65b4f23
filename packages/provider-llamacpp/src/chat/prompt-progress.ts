import { readObject } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import type { ChatCompletionChunk } from '@lmux/provider-openai/protocol';

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * How much of what is to be read of a prompt is read, 0 to 1: what was in the cache is not read. 1 where all of it was; `undefined` where
 * the numbers are none.
 */
export function promptFraction(progress: unknown): number | undefined {
  const { total, cache = 0, processed } = readObject(progress);
  if (!isCount(total) || !isCount(cache) || !isCount(processed)) return undefined;
  if (total <= cache) return 1;
  return Math.min(1, Math.max(0, (processed - cache) / (total - cache)));
}

/** Reports how far the prompt is read, from a chunk that says so. */
export function readProgress({ prompt_progress: progress }: ChatCompletionChunk, writer: ChatEventWriter): void {
  if (progress === undefined) return;
  const fraction = promptFraction(progress);
  if (fraction !== undefined) writer.promptProgress(fraction);
}
