import type { ChatEventWriter } from '@lmux/core/provider/streams';
import type { ChatCompletionChunk } from '@lmux/provider-openai/protocol';
import { promptFraction } from './prompt-progress.js';

/** Tells how far the prompt is read, from a chunk that says so. */
export function readProgress({ prompt_progress: progress }: ChatCompletionChunk, writer: ChatEventWriter): void {
  if (progress === undefined) return;
  const fraction = promptFraction(progress);
  if (fraction !== undefined) writer.promptProgress(fraction);
}
