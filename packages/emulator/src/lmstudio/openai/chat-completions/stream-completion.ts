import { playSteps } from '../../../shared/engine/engine-run.js';
import type { EngineRun } from '../../../shared/engine/engine-run.js';
import type { ResponseSink } from '../../../shared/http/response-sink.js';
import { SseWriter } from '../../../shared/http/sse-writer.js';
import type { Generation } from '../../../shared/engine/generation.js';
import { endFailedStream } from '../stream-failure.js';
import { encodeChunk, encodeDelta, encodeUsageChunk } from './encode-chunk.js';
import type { ChatShell } from './encode-chunk.js';

/** Streams a reply token by token; `usage` is sent when the request asked for it. */
export async function streamCompletion(
  sink: ResponseSink,
  engine: EngineRun,
  shell: ChatShell,
  { steps, finishReason, usage }: Generation & { readonly usage: object | undefined },
): Promise<void> {
  const writer = new SseWriter(sink);
  try {
    await playSteps(engine, steps, (step) => {
      const role = writer.started ? {} : { role: 'assistant' };
      return writer.data(encodeChunk(shell, { ...role, ...encodeDelta(shell, step) }, null));
    });
  } catch (error) {
    return endFailedStream(writer, error);
  }
  await writer.data(encodeChunk(shell, {}, finishReason));
  if (usage !== undefined) await writer.data(encodeUsageChunk(shell, usage));
  await writer.done();
}
