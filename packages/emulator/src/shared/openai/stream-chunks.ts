import { Refusal } from '../http/refusal.js';
import type { SseWriter } from '../http/sse-writer.js';

/**
 * Runs `generate`, which writes chunks. Returns whether the stream can go on: a failure of the engine in the middle ends it
 * with the error that `encodeError` makes, one before the head is thrown.
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
