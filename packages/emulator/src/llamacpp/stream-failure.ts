import { Refusal } from '../shared/http/refusal.js';
import type { SseWriter } from '../shared/http/sse-writer.js';
import { errorFields } from './error-fields.js';

/** Ends a stream whose engine failed in the middle; before the head, rethrows. */
export async function endFailedStream(writer: SseWriter, error: unknown): Promise<void> {
  if (!(error instanceof Refusal) || !writer.started) throw error;
  await writer.data({ error: errorFields(error) });
  await writer.end();
}
