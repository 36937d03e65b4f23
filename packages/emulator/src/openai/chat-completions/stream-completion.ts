import type { Generation } from '../../model/generation.js';
import type { Exchange } from '../../server/exchange.js';
import { pause } from '../../http/pause.js';
import { SseWriter } from '../../http/sse-writer.js';
import { encodeChunk, encodeDelta, encodeUsageChunk } from './encode-chunk.js';
import type { ChatShell } from './encode-chunk.js';

/** Streams a reply token by token; `usage` is sent when the request asked for it. */
export async function streamCompletion(
  { sink, signal }: Exchange,
  shell: ChatShell,
  generation: Generation,
  options: { readonly delayMs: number; readonly usage: object | undefined },
): Promise<void> {
  const writer = new SseWriter(sink);
  for (const [number, step] of generation.steps.entries()) {
    await pause(options.delayMs, signal);
    const role = number === 0 ? { role: 'assistant' } : {};
    await writer.data(encodeChunk(shell, { ...role, ...encodeDelta(shell, step) }, null));
  }
  await writer.data(encodeChunk(shell, {}, generation.finishReason));
  if (options.usage !== undefined) await writer.data(encodeUsageChunk(shell, options.usage));
  await writer.done();
}
