import { playSteps } from '../../shared/engine/engine-run.js';
import type { EngineRun } from '../../shared/engine/engine-run.js';
import { pause } from '../../shared/signals/delay.js';
import type { ResponseSink } from '../../shared/http/response-sink.js';
import { SseWriter } from '../../shared/http/sse-writer.js';
import type { Generation } from '../../shared/engine/generation.js';
import { STREAM_HEADERS } from '../send-reply.js';
import type { Shell } from '../completion-fields.js';
import { endFailedStream } from '../stream-failure.js';
import { encodeTimings } from '../timings.js';
import { ROLE_DELTA, encodeChunk, encodeDelta, encodeUsageChunk } from './encode-chunk.js';

/** What is streamed, and what of it was asked for. */
interface Streamed {
  readonly shell: Shell;
  readonly generation: Generation;
  readonly promptTokens: number;
  readonly usage: object;
  readonly includeUsage: boolean;
  /** `return_progress`: reports on the prompt before the answer. */
  readonly progress: boolean;
  /** `timings_per_token`: every chunk has timings, not the last alone. */
  readonly everyTiming: boolean;
}

/** Streams a chat: the role alone, the answer, an empty delta with the reason, and usage if asked for. */
export async function streamChat(sink: ResponseSink, engine: EngineRun, streamed: Streamed): Promise<void> {
  const { shell, generation, includeUsage } = streamed;
  const writer = new SseWriter(sink, STREAM_HEADERS);
  const timings = (spoken: number): object => encodeTimings(streamed.promptTokens, spoken, engine.delayMs);
  try {
    if (streamed.progress) await tellProgress(writer, engine, streamed);
    await sayAll(writer, engine, streamed, timings);
  } catch (error) {
    return endFailedStream(writer, error);
  }
  const rest = { timings: timings(generation.completionTokens) };
  await writer.data(encodeChunk(shell, {}, generation.finishReason, includeUsage ? {} : rest));
  if (includeUsage) await writer.data(encodeUsageChunk(shell, { usage: streamed.usage, ...rest }));
  await writer.done();
}

async function sayAll(writer: SseWriter, engine: EngineRun, streamed: Streamed, timings: (spoken: number) => object) {
  const { shell, generation, everyTiming } = streamed;
  const { steps } = generation;
  let at = 0;
  let begun = false;
  await playSteps(engine, steps, async (step) => {
    const next = steps[at + 1];
    const before = steps[at - 1];
    at += 1;
    // The role goes out with the first token, so that an engine that fails before it can still answer with a status.
    if (!begun) await writer.data(encodeChunk(shell, ROLE_DELTA, null));
    begun = true;
    // Was sent with the head of its call.
    if (step.kind === 'tool-arguments' && before?.kind === 'tool-call') return;
    const head = step.kind === 'tool-call' && next?.kind === 'tool-arguments' ? next.text : undefined;
    const extra = everyTiming ? { timings: timings(engine.spoken + 1) } : {};
    await writer.data(encodeChunk(shell, encodeDelta(shell, step, head), null, extra));
  });
  if (!begun) await writer.data(encodeChunk(shell, ROLE_DELTA, null));
}

/** Three reports: nothing read, half, all. */
async function tellProgress(
  writer: SseWriter,
  { delayMs, signal }: EngineRun,
  { shell, promptTokens: total }: Streamed,
) {
  for (const processed of [0, Math.ceil(total / 2), total]) {
    if (processed > 0) await pause(delayMs, signal);
    const prompt_progress = { total, cache: 0, processed, time_ms: processed };
    await writer.data(encodeChunk(shell, ROLE_DELTA, null, { prompt_progress }));
  }
}
