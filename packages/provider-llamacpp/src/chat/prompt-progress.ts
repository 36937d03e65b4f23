import { readObject } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import type { ChatCompletionChunk } from '@lmux/provider-openai/protocol';

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/**
 * Returns the processed fraction of a prompt, from 0 to 1. The cached part of the prompt does not count. The fraction is 1 if the entire
 * prompt was cached, and `undefined` if the progress has no valid numbers.
 */
export function promptFraction(progress: unknown): number | undefined {
  const { total, cache = 0, processed } = readObject(progress);
  if (!isCount(total) || !isCount(cache) || !isCount(processed)) return undefined;
  if (total <= cache) return 1;
  return Math.min(1, Math.max(0, (processed - cache) / (total - cache)));
}

/** Emits the prompt progress of a chunk, if it has any. */
export function readProgress({ prompt_progress: progress }: ChatCompletionChunk, writer: ChatEventWriter): void {
  if (progress === undefined) return;
  const fraction = promptFraction(progress);
  if (fraction !== undefined) writer.promptProgress(fraction);
}
