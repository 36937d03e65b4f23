import { Refusal } from '../http/refusal.js';
import type { SseWriter } from '../http/sse-writer.js';

/**
 * Runs `generate`, which writes chunks. If the engine fails before the head is sent, rethrows its error. If it fails
 * later, ends the stream with the error encoded by `encodeError` and returns false. Otherwise, returns true.
 */
export async function streamChunks(
  writer: SseWriter,
  generate: () => Promise<void>,
  encodeError: (refusal: Refusal) => object,
): Promise<boolean> {
  try {
    await generate();
    return true;
  } catch (error) {
    if (!(error instanceof Refusal) || !writer.started) throw error;
    await writer.data(encodeError(error));
    await writer.end();
    return false;
  }
}
