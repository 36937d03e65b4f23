import { playSteps } from '../../shared/engine/engine-run.js';
import type { EngineRun } from '../../shared/engine/engine-run.js';
import type { Generation } from '../../shared/engine/generation.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import { SseWriter } from '../../shared/http/sse-writer.js';
import { streamChunks } from '../../shared/openai/stream-chunks.js';
import { delay } from '../../shared/signals/delay.js';
import { encodeTimings } from '../completion-fields.js';
import type { CompletionFields } from '../completion-fields.js';
import { encodeError } from '../llama-refusal.js';
import { STREAM_HEADERS } from '../send-reply.js';
import { encodeChunk, encodeStep, encodeUsageChunk, ROLE_DELTA } from './encode-chat.js';

/** The data of a stream, and the optional parts that the request asks for. */
interface Streamed {
  readonly fields: CompletionFields;
  readonly generation: Generation;
  readonly promptTokens: number;
  readonly usage: object;
  readonly includeUsage: boolean;
  /** True for `return_progress`: sends prompt progress before the reply. */
  readonly progress: boolean;
  /** True for `timings_per_token`: every chunk has timings, not just the last. */
  readonly everyTiming: boolean;
}

/** Streams a chat: the role, the reply, an empty delta with the finish reason, and usage if requested. */
export async function streamChat(sink: ResponseSink, engine: EngineRun, streamed: Streamed): Promise<void> {
  const { fields, generation, includeUsage } = streamed;
  const writer = new SseWriter(sink, STREAM_HEADERS);
  const timings = (generated: number): object => encodeTimings(streamed.promptTokens, generated, engine.delayMs);
  const generate = async (): Promise<void> => {
    if (streamed.progress) await reportProgress(writer, engine, streamed);
    await streamSteps(writer, engine, streamed, timings);
  };
  if (!(await streamChunks(writer, generate, encodeError))) return;
  const end = { timings: timings(generation.completionTokens) };
  await writer.data(encodeChunk(fields, {}, generation.finishReason, includeUsage ? {} : end));
  if (includeUsage) await writer.data(encodeUsageChunk(fields, { usage: streamed.usage, ...end }));
  await writer.done();
}

async function streamSteps(
  writer: SseWriter,
  engine: EngineRun,
  { fields, generation: { steps }, everyTiming }: Streamed,
  timings: (generated: number) => object,
): Promise<void> {
  let at = 0;
  let begun = false;
  await playSteps(engine, steps, async (step) => {
    const next = steps[at + 1];
    const before = steps[at - 1];
    at += 1;
    // The role is sent with the first token, because an engine that fails earlier must still be able to set a status.
    if (!begun) await writer.data(encodeChunk(fields, ROLE_DELTA, null));
    begun = true;
    // Already sent with the chunk that opened the call.
    if (step.kind === 'tool-arguments' && before?.kind === 'tool-call') return;
    const head = step.kind === 'tool-call' && next?.kind === 'tool-arguments' ? next.text : undefined;
    const extra = everyTiming ? { timings: timings(engine.generated + 1) } : {};
    await writer.data(encodeStep(fields, step, head, extra));
  });
  if (!begun) await writer.data(encodeChunk(fields, ROLE_DELTA, null));
}

/** Sends three progress reports: nothing, half and all of the prompt. */
async function reportProgress(
  writer: SseWriter,
  { delayMs, signal }: EngineRun,
  { fields, promptTokens: total }: Streamed,
): Promise<void> {
  for (const processed of [0, Math.ceil(total / 2), total]) {
    if (processed > 0) await delay(delayMs, signal);
    const prompt_progress = { total, cache: 0, processed, time_ms: processed };
    await writer.data(encodeChunk(fields, ROLE_DELTA, null, { prompt_progress }));
  }
}
