import { Refusal } from '../../shared/http/refusal.js';
import type { SseWriter } from '../../shared/http/sse-writer.js';

/** Ends a stream whose engine failed in the middle, in the form that these routes have; before the head, rethrows. */
export async function endFailedStream(writer: SseWriter, error: unknown): Promise<void> {
  if (!(error instanceof Refusal) || !writer.started) throw error;
  await writer.data({ error: { message: error.message }, message: error.message });
  await writer.end();
}
